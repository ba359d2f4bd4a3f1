import { useRef, useState } from 'preact/hooks';
import { acceptAttribute } from '../../../rules/fileTypes.js';
import { usePage } from '../../state/pageContext.js';
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
  const { texts } = usePage();
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  const add = (list: FileList | null | undefined): void => {
    const added = [...(list ?? [])];
    if (added.length > 0) onChange([...files, ...added].slice(0, max));
  };
  return (
    <div
      class={`upload${isOver ? ' over' : ''}`}
      role="group"
      aria-label={label}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => {
        setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        add(event.dataTransfer?.files);
      }}
      onPaste={(event) => {
        add(event.clipboardData?.files);
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
          add(currentTarget.files);
          currentTarget.value = '';
        }}
      />
      <button type="button" class="button" aria-describedby={describedBy} onClick={() => input.current?.click()}>
        <Icon name="plus" /> {texts.form.chooseFiles}
      </button>
      <span class="small">{texts.form.orDrop(files.length, max)}</span>
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
