import type { Texts } from '../i18n/index.js';
import type { GalleryPicture } from '../types.js';
import { altText, pictureLine } from './gallery.js';
import { button, gallery, paragraph, row } from './view.js';
import type { View } from './view.js';

/** A picture in the showcase: with credit and a link to where it was painted. The buttons carry its own id. */
export function showcaseView(texts: Texts, guildId: string, picture: GalleryPicture): View {
  const file = { name: 'picture.webp', bytes: picture.thumbnail };
  return {
    components: [
      gallery([{ file: file.name, alt: altText(texts, picture) }]),
      paragraph(pictureLine(texts, guildId, picture)),
      row(
        button('likePicture', picture.id, '👍'),
        button('dislikePicture', picture.id, '👎'),
        button('report', picture.id, texts.moderation.buttons.report),
      ),
    ],
    files: [file],
  };
}
