/** What buttons do; the id in brackets is what they do it to. */
export const buttonActions = [
  'again', // generation
  'stronger', // generation
  'weaker', // generation
  'plain', // generation
  'strip', // generation
  'larger', // generation of one picture
  'varySubtle', // generation of one picture
  'varyStrong', // generation of one picture
  'vary', // generation of several pictures
  'other', // generation
  'recipe', // generation
  'delete', // generation
  'cancel', // generation
  'rename', // aesthetic
  'remove', // aesthetic
  'undo', // aesthetic
  'unshare', // aesthetic
  'card', // aesthetic
  'browse', // number of the page
  'page', // number of the page
  'erase', // member
  'report', // generation or picture
  'reportRemove', // generation
  'reportWarn', // generation
  'reportBlock', // generation
  'reportUndo', // generation
  'contest', // contest
  'gallery', // page, order and filters, by `galleryPlace`
  'like', // aesthetic
  'dislike', // aesthetic
  'likeNext', // aesthetic, in the stream of /vote
  'dislikeNext', // aesthetic, in the stream of /vote
  'skip', // aesthetic, in the stream of /vote
  'likePicture', // picture
  'dislikePicture', // picture
  'votePictures', // generation
  'likeShown', // picture, in a private message of several
  'dislikeShown', // picture, in a private message of several
  'duelA', // generation
  'duelB', // generation
  'duelEqual', // generation
  'duelClose', // generation
  'rematch', // duel
  'streamA', // two pictures
  'streamB', // two pictures
  'streamEqual', // two pictures
  'streamSkip', // two pictures
  'streamStop', // member
  'best', // generation, and the number of the picture
  'whyColour', // choice
  'whyTexture', // choice
  'whySubject', // choice
] as const;
export type ButtonAction = (typeof buttonActions)[number];

export const selectActions = [
  'pick', // generation
  'varyPicture', // generation
  'image', // aesthetic
  'channels', // guild
] as const;
export type SelectAction = (typeof selectActions)[number];

export const modalActions = [
  'create', // draft, or `new`
  'newName', // aesthetic
] as const;
export type ModalAction = (typeof modalActions)[number];

export type Action = ButtonAction | SelectAction | ModalAction;

/** Written into every id, so that a later shape can tell the earlier ones, which stay in old messages for ever. */
const version = 1;
/** Ids of ours are 22 characters of base64url, Discord's are at most 20 digits. */
const shape = /^(\d{1,3}):([a-zA-Z]{1,20}):([\w-]{1,64})$/;

/** `1:again:AZVJ…`: version, action, id, of at most 100 characters. Everything else is in the database. */
export function customId(action: Action, id: string): string {
  const made = `${version}:${action}:${id}`;
  if (!shape.test(made)) throw new RangeError(`custom_id ${made}: not version:action:id`);
  return made;
}

/** The reverse, for one closed set of actions. Undefined for what this bot never made: a later version's id, or a forged one. */
export function parseCustomId<A extends Action>(
  text: string,
  actions: readonly A[],
): { readonly action: A; readonly id: string } | undefined {
  const [, made, name, id] = shape.exec(text) ?? [];
  const action = actions.find((known) => known === name);
  return made === String(version) && action !== undefined && id ? { action, id } : undefined;
}
