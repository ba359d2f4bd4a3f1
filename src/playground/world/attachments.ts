import { contentType } from 'mime-types';
import sharp from 'sharp';
import { extension, isImageFile } from '../rules/fileTypes.js';
import { forgetFiles } from './retention.js';
import type { AttachmentState } from './state.js';
import type { World } from './world.js';

interface Place {
  readonly channelId: string;
  readonly ephemeral: boolean;
}

interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Stores a file for the CDN. Discord keeps of its name letters, digits, dots, dashes and underscores. */
export async function storeAttachment(
  world: World,
  { channelId, ephemeral }: Place,
  { name, bytes }: UploadedFile,
): Promise<AttachmentState> {
  const filename = name.replaceAll(' ', '_').replace(/[^\p{L}\p{N}._-]/gu, '');
  const size = await dimensions(filename, bytes);
  const id = world.newId();
  world.files.set(id, bytes);
  forgetFiles(world);
  return {
    id,
    filename: filename === '' ? 'unknown' : filename,
    contentType: contentTypeOf(filename),
    size: bytes.byteLength,
    ...size,
    description: null,
    channelId,
    ephemeral,
  };
}

/** By the name alone, as Discord does: the content may be anything. */
export function contentTypeOf(filename: string): string {
  const ending = extension(filename);
  // The library gives image/pjpeg, a name that only Internet Explorer used.
  if (ending === 'jfif') return 'image/jpeg';
  // Without the dot, the library would take a name for an extension.
  return (ending !== '' && contentType(`.${ending}`)) || 'application/octet-stream';
}

async function dimensions(name: string, bytes: Uint8Array): Promise<{ width: number | null; height: number | null }> {
  if (!isImageFile(name)) return { width: null, height: null };
  try {
    const { width, height } = await sharp(bytes).metadata();
    return { width, height };
  } catch {
    // It has the extension of a picture, but is none.
    return { width: null, height: null };
  }
}
