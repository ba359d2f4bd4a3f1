import { ComponentType } from 'discord.js';
import type { Attachment, Message } from 'discord.js';
import { BotError } from '../bot/errors.js';
import type { GivenFile } from '../bot/services/index.js';
import { imageExtensions } from '../engine/index.js';

/** Images that one command takes. */
export const mostImages = 10;

/** What Discord says of a file that a member attached. */
export function given({ name, url, size }: Attachment): GivenFile {
  return { name, url, bytes: size };
}

/** 1 to 10 images; what they hold is found out where they are decoded. @throws BotError */
export function checkImages(files: readonly GivenFile[]): readonly GivenFile[] {
  if (files.length === 0) throw new BotError('noImages');
  if (files.length > mostImages) throw new BotError('tooManyImages', { count: files.length });
  return files;
}

/**
 * The first ten images of a message: attachments, or, in a message of components as the bot's own are, what its galleries show.
 * Discord's word for what a file is decides here only what is fetched.
 */
export function imagesOf({ attachments, components }: Message): GivenFile[] {
  const attached = [...attachments.values()].filter(({ contentType, name }) => isImage(contentType, name)).map(given);
  const shown = components.flatMap((one) =>
    one.type === ComponentType.MediaGallery ? one.items.map(({ media }) => media.data) : [],
  );
  const inGalleries = shown
    .filter(({ url, content_type }) => isImage(content_type, nameIn(url)))
    .map(({ url }) => ({ name: nameIn(url), url, bytes: 0 }));
  return (attached.length > 0 ? attached : inGalleries).slice(0, mostImages);
}

function nameIn(url: string): string {
  return new URL(url).pathname.split('/').at(-1) ?? url;
}

/** A TIFF is fetched too: that it cannot be read is said then. */
const endings = [...imageExtensions, '.tif', '.tiff'];

/** By its type, which Discord need not tell, else by its name. */
function isImage(contentType: string | null | undefined, name: string): boolean {
  return contentType?.startsWith('image/') ?? endings.some((ending) => name.toLowerCase().endsWith(ending));
}
