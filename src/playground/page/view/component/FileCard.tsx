import type { PageAttachment } from '../../../site/protocol.js';
import { formatSize } from '../../text/formatSize.js';
import { Icon } from '../Icon.js';

/** A file to download. */
export function FileCard({ attachment }: { readonly attachment: PageAttachment }) {
  const { filename, size, url } = attachment;
  return (
    <a class="file-card" href={url} download={filename}>
      <Icon name="file" />
      <span class="name">{filename}</span>
      <span class="size">{formatSize(size)}</span>
    </a>
  );
}
