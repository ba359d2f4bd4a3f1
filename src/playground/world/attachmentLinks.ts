import { createHmac, timingSafeEqual } from 'node:crypto';
import type { AttachmentState } from './state.js';
import type { World } from './world.js';

/**
 * An attachment's link, signed afresh: `ex` and `is` are hexadecimal seconds, `hm` a keyed hash over the path and both. Discord:
 * reference, "signed attachment CDN URLs".
 */
export function attachmentLink(world: World, attachment: AttachmentState): string {
  const folder = attachment.ephemeral ? 'ephemeral-attachments' : 'attachments';
  const path = `/${folder}/${attachment.channelId}/${attachment.id}/${encodeURIComponent(attachment.filename)}`;
  const issuedS = Math.floor(world.clock.now() / 1_000);
  const expiresS = issuedS + Math.floor(world.rules.linkMs / 1_000);
  const [ex, is] = [expiresS.toString(16), issuedS.toString(16)];
  return `${world.origin}${path}?ex=${ex}&is=${is}&hm=${hash(world, path, ex, is)}&`;
}

/** The attachment's id, if the link's signature is valid and it has not expired. */
export function readLink(world: World, link: URL): string | undefined {
  const [, folder, , id] = link.pathname.split('/');
  if (!isFolder(folder)) return undefined;
  const [ex, is, hm] = ['ex', 'is', 'hm'].map((key) => link.searchParams.get(key) ?? '') as [string, string, string];
  const expected = Buffer.from(hash(world, link.pathname, ex, is));
  const given = Buffer.from(hm);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return Number.parseInt(ex, 16) * 1_000 > world.clock.now() ? id : undefined;
}

/** The attachment's id in a link of this CDN, expired or not. Discord signs such links again when a message contains them. */
export function attachmentIdIn(world: World, link: string): string | undefined {
  if (!URL.canParse(link)) return undefined;
  const { hostname, pathname } = new URL(link);
  const [, folder, , id] = pathname.split('/');
  // On any port: the playground may have another one after a restart.
  return hostname === new URL(world.origin).hostname && isFolder(folder) ? id : undefined;
}

function isFolder(name: string | undefined): boolean {
  return name === 'attachments' || name === 'ephemeral-attachments';
}

function hash(world: World, path: string, ex: string, is: string): string {
  return createHmac('sha256', world.state.application.signingKey).update(`${path}?ex=${ex}&is=${is}`).digest('hex');
}
