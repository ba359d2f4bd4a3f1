import type { Texts } from '../i18n/index.js';
import { button, row } from './view.js';

/** The same in every language: what members call them by. */
export const thumbs = { like: '👍', dislike: '👎' } as const;

/** 👍 and 👎 for an aesthetic. */
export function voteButtons(id: string) {
  return [button('like', id, thumbs.like), button('dislike', id, thumbs.dislike)];
}

export function voteRow(id: string) {
  return row(...voteButtons(id));
}

/** Below pictures: 👍 and 👎 for one, a button that opens a private message with those for each of several. */
export function pictureVoteButtons({ votes: t }: Texts, generationId: string, pictureIds: readonly string[]) {
  if (pictureIds.length > 1) return [button('votePictures', generationId, t.vote)];
  return pictureIds.flatMap((id) => [
    button('likePicture', id, thumbs.like),
    button('dislikePicture', id, thumbs.dislike),
  ]);
}
