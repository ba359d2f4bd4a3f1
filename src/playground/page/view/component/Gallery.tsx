import { useEffect, useState } from 'preact/hooks';
import { usePage } from '../../state/pageContext.js';
import type { Picture } from '../../state/pageState.js';
import { shownSize } from '../pictureSize.js';

interface Props {
  readonly pictures: readonly Picture[];
  /** Whether each is a spoiler. */
  readonly hidden?: readonly boolean[];
  /** CSS pixels for the longer side of one. */
  readonly room: number;
}

/** Pictures, each of which opens large. */
export function Gallery({ pictures, hidden = [], room }: Props) {
  return (
    <div class={`gallery${pictures.length > 1 ? ' several' : ''}`}>
      {pictures.map((picture, index) => (
        // Keyed by index, so that a preview is replaced by the next without flicker.
        <Tile
          key={index}
          pictures={pictures}
          index={index}
          picture={picture}
          room={room}
          hidden={hidden[index] ?? false}
        />
      ))}
    </div>
  );
}

interface TileProps {
  readonly pictures: readonly Picture[];
  readonly index: number;
  readonly picture: Picture;
  readonly room: number;
  readonly hidden: boolean;
}

function Tile({ pictures, index, picture, room, hidden }: TileProps) {
  const { actions, texts } = usePage();
  const [isCovered, setCovered] = useState(hidden);
  const [status, setStatus] = useState<'loading' | 'there' | 'failed'>('loading');
  const [attempt, setAttempt] = useState(0);
  // The next preview is another picture, and so is a link that was signed anew.
  useEffect(() => {
    setStatus((before) => (before === 'failed' ? 'loading' : before));
  }, [picture.url]);
  // Wide pictures are grids with labels, which must be legible.
  const isWide = pictures.length === 1 && (picture.width ?? 0) > 1.3 * (picture.height ?? Infinity);
  const { width, height } = shownSize(picture.width, picture.height, isWide ? 1.6 * room : room);
  const name = picture.alt === '' ? texts.picture.numbered(index + 1) : picture.alt;
  return (
    <button
      type="button"
      class={`tile ${status}${isCovered ? ' covered' : ''}`}
      style={status === 'failed' ? { width: `${width}px`, minHeight: `${height}px` } : {}}
      aria-label={
        status === 'failed'
          ? texts.picture.failed(name)
          : isCovered
            ? texts.picture.spoiler
            : texts.picture.openLarge(name)
      }
      onClick={() => {
        if (status === 'failed') {
          setStatus('loading');
          setAttempt(attempt + 1);
        } else if (isCovered) setCovered(false);
        else actions.showPictures(pictures, index);
      }}
    >
      {status === 'failed' ? (
        <span class="failure">{texts.picture.failed(name)}</span>
      ) : (
        <img
          key={attempt}
          src={picture.url}
          alt={isCovered ? '' : picture.alt}
          width={width}
          height={height}
          decoding="sync"
          onLoad={() => {
            setStatus('there');
          }}
          onError={() => {
            setStatus('failed');
          }}
        />
      )}
    </button>
  );
}
