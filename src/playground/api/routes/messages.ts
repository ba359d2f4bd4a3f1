import { PermissionFlagsBits } from 'discord.js';
import { findMessage, messagesIn } from '../../world/find.js';
import { deleteMessage, messagePayload, postMessage } from '../../world/messages.js';
import { has } from '../../world/permissions.js';
import type { MessageContent, MessageState } from '../../world/state.js';
import type { World } from '../../world/world.js';
import { accessToChannel, requireHistory, requireOpen, requireSend } from '../access.js';
import type { Access } from '../access.js';
import { badField, DiscordError } from '../errors.js';
import { applyEdit, newContent } from '../messageContent.js';
import { done, ok, param } from '../route.js';
import type { Answer, Call, Route } from '../route.js';
import type { RequestBodies } from '../validation/requestBodies.js';
import { parseRequestBody } from '../validation/requestSchemas.js';
import { unarchive } from './threads.js';

const all = '/channels/:channel/messages';
const one = '/channels/:channel/messages/:message';
const perChannel = { requests: 5, perMs: 5_000 };

/** Message routes, authorised by the bot's token. */
export const messageRoutes: readonly Route[] = [
  { method: 'POST', path: all, byBot: true, limit: perChannel, handle: create },
  { method: 'GET', path: all, byBot: true, limit: perChannel, handle: list },
  { method: 'GET', path: one, byBot: true, limit: perChannel, handle: get },
  { method: 'PATCH', path: one, byBot: true, limit: perChannel, handle: edit },
  { method: 'DELETE', path: one, byBot: true, limit: { requests: 5, perMs: 1_000 }, handle: remove },
];

/** For how long a nonce is remembered: "the past few minutes" (resources/message). */
const nonceMs = 5 * 60_000;
const hourMs = 3_600_000;

async function create(call: Call): Promise<Answer> {
  const { world, uploads } = call;
  const access = accessToChannel(call);
  const form = parseRequestBody('message', call.body);
  requireSend(access, uploads.length > 0);
  const nonce = form.nonce === undefined || form.nonce === null ? null : String(form.nonce);
  const before = form.enforce_nonce === true ? sameNonce(world, access.channel.id, nonce) : undefined;
  if (before) return ok(messagePayload(world, before));
  const referenceId = repliedTo(world, access, form);
  const place = { channelId: access.channel.id, ephemeral: false };
  unarchive(world, access.channel);
  const message = postMessage(world, {
    channelId: access.channel.id,
    guildId: access.guild.id,
    authorId: world.state.application.id,
    now: withReplied(world, await newContent(world, place, form, uploads), form, referenceId),
    visibleTo: null,
    nonce,
    interactionId: null,
    referenceId,
  });
  return ok(messagePayload(world, message));
}

/**
 * The message that a new one replies to: one of the same channel, whose history the bot may read. One that is not there is left out where the
 * request asks for that.
 * @throws DiscordError 160002, 50035
 */
function repliedTo(
  world: World,
  access: Access,
  { message_reference: asked }: RequestBodies['message'],
): string | null {
  if (asked?.message_id === undefined) return null;
  if (!has(access.permissions, PermissionFlagsBits.ReadMessageHistory)) throw new DiscordError(160002);
  const message = findMessage(world, asked.message_id);
  if (message?.channelId === access.channel.id && message.visibleTo === null) return message.id;
  if (asked.fail_if_not_exists === false) return null;
  throw badField(['message_reference'], 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
}

/** A reply mentions the author of the other message, unless the request says that it may not. */
function withReplied(
  world: World,
  content: MessageContent,
  { allowed_mentions: allowed }: RequestBodies['message'],
  referenceId: string | null,
): MessageContent {
  const author = findMessage(world, referenceId)?.authorId;
  const pings = allowed ? allowed.replied_user === true : true;
  if (author === undefined || author === world.state.application.id || !pings) return content;
  const { users = [], roles = [], everyone = false } = content.mentions ?? {};
  return { ...content, mentions: { users: [...new Set([...users, author])], roles, everyone } };
}

function sameNonce(world: World, channelId: string, nonce: string | null): MessageState | undefined {
  const since = world.clock.now() - nonceMs;
  return messagesIn(world, channelId).find(
    (message) =>
      message.nonce === nonce &&
      nonce !== null &&
      message.authorId === world.state.application.id &&
      message.createdAt >= since,
  );
}

function list(call: Call): Answer {
  const { world, query } = call;
  const access = accessToChannel(call);
  // Without the permission, Discord returns an empty list and no error.
  if (!has(access.permissions, PermissionFlagsBits.ReadMessageHistory)) return ok([]);
  const limit = Number(query.get('limit') ?? 50);
  if (!(limit >= 1 && limit <= 100)) {
    throw badField(['limit'], 'NUMBER_TYPE_MAX', 'int value should be between 1 and 100.');
  }
  const [after, before] = [query.get('after'), query.get('before')];
  const visible = messagesIn(world, access.channel.id).filter(
    ({ id, visibleTo }) =>
      visibleTo === null && BigInt(id) > BigInt(after ?? 0) && (before === null || BigInt(id) < BigInt(before)),
  );
  // With `after`, the messages next to it; without, the newest. The newest comes first in both cases.
  const page = after === null ? visible.slice(-limit) : visible.slice(0, limit);
  return ok(page.reverse().map((message) => messagePayload(world, message)));
}

function get(call: Call): Answer {
  requireHistory(accessToChannel(call));
  return ok(messagePayload(call.world, messageOf(call)));
}

async function edit(call: Call): Promise<Answer> {
  const { world, uploads } = call;
  const access = accessToChannel(call);
  const form = parseRequestBody('messageEdit', call.body);
  const message = messageOf(call);
  if (message.authorId !== world.state.application.id) throw new DiscordError(50005);
  requireOpen(access);
  if (access.channel.archived) throw new DiscordError(50083);
  const late = countLateEdit(world, message);
  await applyEdit(world, message, form, uploads);
  late();
  return ok(messagePayload(world, message));
}

/** Returns a function that counts the edit, to be called once it is made. @throws DiscordError 30046 */
function countLateEdit(world: World, message: MessageState): () => void {
  const now = world.clock.now();
  const { most, perMs } = world.rules.lateEdits;
  if (now - message.createdAt <= hourMs) return () => undefined;
  const recent = message.lateEdits.filter((at) => now - at < perMs);
  if (recent.length >= most) throw new DiscordError(30046, [], (recent[0] ?? now) + perMs - now);
  return () => message.lateEdits.push(now);
}

function remove(call: Call): Answer {
  const { permissions } = accessToChannel(call);
  const message = messageOf(call);
  const isOwn = message.authorId === call.world.state.application.id;
  if (!isOwn && !has(permissions, PermissionFlagsBits.ManageMessages)) throw new DiscordError(50013);
  deleteMessage(call.world, message);
  return done;
}

/** The message that the path names. Ephemeral messages are not found here. @throws DiscordError 10008 */
function messageOf(call: Call): MessageState {
  const message = findMessage(call.world, param(call, 'message'));
  if (message?.channelId !== param(call, 'channel') || message.visibleTo !== null) throw new DiscordError(10008);
  return message;
}
