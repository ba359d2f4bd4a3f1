import { useRef, useState } from 'preact/hooks';
import { admitFiles } from '../../../rules/fileLimits.js';
import { acceptAttribute } from '../../../rules/fileTypes.js';
import { maxRequestBytes } from '../../../rules/limits.js';
import { isDragging, useFileDrop } from '../../state/fileDrop.js';
import { usePage } from '../../state/pageContext.js';
import { placeOf } from '../../state/pageState.js';
import { fileProblems } from '../../text/fileProblems.js';
import { FileChip } from '../FileChip.js';
import { Icon } from '../Icon.js';

interface Props {
  readonly label: string;
  readonly files: readonly File[];
  readonly max: number;
  readonly types: readonly string[];
  readonly describedBy: string | undefined;
  readonly onChange: (files: readonly File[]) => void;
}

/** A field for files: by the button, by dropping, by pasting. */
export function FileUpload({ label, files, max, types, describedBy, onChange }: Props) {
  const { state, texts } = usePage();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string>();
  const limits = { most: max, bytes: placeOf(state)?.guild.fileLimit ?? 0, total: maxRequestBytes, types };
  const add = (added: Iterable<File>): void => {
    const { admitted, refused } = admitFiles(files, [...added], limits);
    setProblem(fileProblems(refused, limits, texts));
    if (admitted.length > 0) onChange([...files, ...admitted]);
  };
  useFileDrop(add, true);
  return (
    <div
      class={`upload${isDragging.value ? ' over' : ''}`}
      role="group"
      aria-label={label}
      onPaste={(event) => {
        const pasted = event.clipboardData?.files ?? [];
        if (pasted.length > 0) add(pasted);
      }}
    >
      <input
        ref={input}
        type="file"
        class="visually-hidden"
        tabIndex={-1}
        aria-label={texts.form.files(label)}
        multiple={max > 1}
        accept={acceptAttribute(types)}
        onChange={({ currentTarget }) => {
          add(currentTarget.files ?? []);
          currentTarget.value = '';
        }}
      />
      <button type="button" class="button" aria-describedby={describedBy} onClick={() => input.current?.click()}>
        <Icon name="plus" /> {texts.form.chooseFiles}
      </button>
      <span class="small">{texts.form.orDrop(files.length, max)}</span>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {files.length > 0 && (
        <ul class="chips">
          {files.map((file, i) => (
            <FileChip
              key={`${file.name}-${i}`}
              file={file}
              onRemove={() => {
                onChange(files.filter((_, at) => at !== i));
              }}
            />
          ))}
        </ul>
      )}
    </div>
  );
}
