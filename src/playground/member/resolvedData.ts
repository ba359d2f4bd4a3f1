import { admitFiles } from '../rules/fileLimits.js';
import { allowedExtensions, extension } from '../rules/fileTypes.js';
import { storeAttachment } from '../world/attachments.js';
import { entry, memberOf } from '../world/find.js';
import { attachmentPayload } from '../world/messages.js';
import { channelPayload, memberFacts, rolePayload } from '../world/payloads.js';
import { permissionsIn } from '../world/permissions.js';
import type { Payload } from '../world/world.js';
import { NotOffered } from './availability.js';
import type { Actor } from './availability.js';

/** A file that a member picks. */
export interface PickedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The objects that the ids in an interaction refer to, by kind and id (Discord's "resolved data"). */
export type Resolved = Record<string, Record<string, Payload>>;

/** Adds the object with an id to `resolved`. @throws NotOffered: there is none in the guild */
export function resolveId(actor: Actor, resolved: Resolved, id: string): void {
  const { world, guild, channel } = actor;
  const put = (kind: string, value: Payload) => {
    resolved[kind] = { ...resolved[kind], [id]: value };
  };
  const role = guild.roles.find((one) => one.id === id);
  if (role) {
    put('roles', rolePayload(role, guild.roles.indexOf(role)));
    return;
  }
  const place = guild.channels.find((one) => one.id === id && !one.deleted);
  if (place) {
    const permissions = permissionsIn(guild, actor.member, place).toString();
    put('channels', { ...channelPayload(place), permissions });
    return;
  }
  const user = entry(world.state.users, id);
  if (!user) throw new NotOffered(`nothing here has the id ${id}`);
  put('users', { ...user });
  const member = memberOf(guild, id);
  put('members', { ...memberFacts(member), permissions: permissionsIn(guild, member, channel).toString() });
}

/** Checks the number and size of files, as the client does before it sends them. @throws NotOffered */
export function checkFiles({ guild }: Actor, files: readonly PickedFile[], most: number): void {
  const sized = files.map(({ name, bytes }) => ({ name, size: bytes.byteLength }));
  const refused = admitFiles([], sized, { most, bytes: guild.attachmentSizeLimit }).refused.at(0);
  if (refused) throw new NotOffered(`the client does not send ${refused.file.name}: ${refused.why}`);
}

/** Uploads a member's file as an ephemeral attachment. Returns its id. */
export async function uploadFile(actor: Actor, resolved: Resolved, file: PickedFile): Promise<string> {
  checkFiles(actor, [file], 1);
  const stored = await storeAttachment(actor.world, { channelId: actor.channel.id, ephemeral: true }, file);
  resolved['attachments'] = { ...resolved['attachments'], [stored.id]: attachmentPayload(actor.world, stored) };
  return stored.id;
}

/** Checks a file's extension, as the file dialog does. @throws NotOffered */
export function checkFileType(types: readonly string[] | undefined | null, { name }: PickedFile): void {
  if (!types || types.length === 0) return;
  const allowed = allowedExtensions(types);
  if (!allowed.includes(extension(name))) throw new NotOffered(`${name} is not one of: ${allowed.join(', ')}`);
}
