import { useState } from 'preact/hooks';
import { usePage } from '../state/pageContext.js';
import type { Picture } from '../state/pageState.js';
import { Icon } from './Icon.js';
import { shownSize } from './pictureSize.js';
import { useModalDialog } from './useModalDialog.js';
import { useZoom } from './useZoom.js';

/** Pictures, one at a time, as large as the window. */
export function Lightbox({ pictures, index }: { readonly pictures: readonly Picture[]; readonly index: number }) {
  const { actions, texts } = usePage();
  const dialog = useModalDialog();
  const [at, setAt] = useState(index);
  const zoom = useZoom((by) => {
    turn(by);
  });
  const picture = pictures[at];
  if (!picture) return null;
  const room = Math.min(innerWidth * 0.92, innerHeight * 0.72);
  const { width, height } = shownSize(picture.width, picture.height, room);
  const turn = (by: number): void => {
    setAt((at + by + pictures.length) % pictures.length);
    zoom.reset();
  };
  const keys: Readonly<Record<string, (() => void) | undefined>> = {
    ArrowLeft: () => {
      turn(-1);
    },
    ArrowRight: () => {
      turn(1);
    },
    Home: () => {
      turn(-at);
    },
    End: () => {
      turn(pictures.length - 1 - at);
    },
    '+': zoom.larger,
    '=': zoom.larger,
    '-': zoom.smaller,
    '0': zoom.reset,
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
        keys[key]?.();
      }}
    >
      <figure>
        <div class={`stage${zoom.scale > 1 ? ' zoomed' : ''}`} {...zoom.handlers}>
          <img
            key={picture.url}
            src={picture.url}
            alt={picture.alt}
            width={width}
            height={height}
            draggable={false}
            style={{ transform: zoom.transform }}
          />
        </div>
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
        <button type="button" class="tool" aria-label={texts.picture.smaller} onClick={zoom.smaller}>
          <Icon name="minus" />
        </button>
        <span class="scale" role="status">{`${Math.round(100 * zoom.scale)} %`}</span>
        <button type="button" class="tool" aria-label={texts.picture.larger} onClick={zoom.larger}>
          <Icon name="plus" />
        </button>
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
