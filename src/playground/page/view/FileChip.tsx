import { useEffect, useState } from 'preact/hooks';
import { usePage } from '../state/pageContext.js';
import { Icon } from './Icon.js';

/** A file that is about to be sent, with a small picture of it. */
export function FileChip({ file, onRemove }: { readonly file: File; readonly onRemove: () => void }) {
  const { texts } = usePage();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!file.type.startsWith('image/')) return undefined;
    const made = URL.createObjectURL(file);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [file]);
  return (
    <li class="chip">
      {url === undefined ? <Icon name="file" /> : <img src={url} alt="" />}
      <span class="name">{file.name}</span>
      <button type="button" class="tool" aria-label={texts.composer.removeFile(file.name)} onClick={onRemove}>
        <Icon name="close" />
      </button>
    </li>
  );
}
