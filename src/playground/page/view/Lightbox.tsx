import { useState } from 'preact/hooks';
import { usePage } from '../state/pageContext.js';
import type { Picture } from '../state/pageState.js';
import { Icon } from './Icon.js';
import { shownSize } from './pictureSize.js';
import { useModalDialog } from './useModalDialog.js';

/** Pictures, one at a time, as large as the window. */
export function Lightbox({ pictures, index }: { readonly pictures: readonly Picture[]; readonly index: number }) {
  const { actions, texts } = usePage();
  const dialog = useModalDialog();
  const [at, setAt] = useState(index);
  const picture = pictures[at];
  if (!picture) return null;
  const room = Math.min(innerWidth * 0.92, innerHeight * 0.72);
  const { width, height } = shownSize(picture.width, picture.height, room);
  const turn = (by: number): void => {
    setAt((at + by + pictures.length) % pictures.length);
  };
  return (
    <dialog
      ref={dialog}
      class="lightbox"
      aria-label={pictures.length > 1 ? texts.picture.ofSeveral(at + 1, pictures.length) : texts.picture.label}
      onClose={actions.closeLightbox}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
      onKeyDown={({ key }) => {
        if (key === 'ArrowLeft') turn(-1);
        if (key === 'ArrowRight') turn(1);
      }}
    >
      <figure>
        <img src={picture.url} alt={picture.alt} width={width} height={height} />
        <figcaption>{picture.alt}</figcaption>
      </figure>
      <div class="controls">
        {pictures.length > 1 && (
          <button
            type="button"
            class="tool"
            aria-label={texts.picture.before}
            onClick={() => {
              turn(-1);
            }}
          >
            <Icon name="left" />
          </button>
        )}
        <a class="tool" href={picture.url} download aria-label={texts.picture.save} title={texts.picture.save}>
          <Icon name="save" />
        </a>
        <button type="button" class="tool" aria-label={texts.form.close} onClick={() => dialog.current?.close()}>
          <Icon name="close" />
        </button>
        {pictures.length > 1 && (
          <button
            type="button"
            class="tool"
            aria-label={texts.picture.next}
            onClick={() => {
              turn(1);
            }}
          >
            <Icon name="right" />
          </button>
        )}
      </div>
    </dialog>
  );
}
