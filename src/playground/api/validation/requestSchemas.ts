import * as published from 'discord-api-spec/zod';
import { array } from 'zod/mini';
import { isRecord } from '../../json.js';
import { DiscordError } from '../errors.js';
import type { RequestBodies } from './requestBodies.js';
import { fieldErrors } from './schemaErrors.js';

/** Bodies of requests, each with the schema that Discord publishes for it. */
const schemas = {
  autocomplete: published.ApplicationCommandAutocompleteCallbackRequestSchema,
  messageCallback: published.CreateMessageInteractionCallbackRequestSchema,
  updateCallback: published.UpdateMessageInteractionCallbackRequestSchema,
  modalCallback: published.ModalInteractionCallbackRequestSchema,
  pong: published.PongInteractionCallbackRequestSchema,
  followUp: published.IncomingWebhookRequestPartialSchema,
  webhookEdit: published.IncomingWebhookUpdateRequestPartialSchema,
  message: published.MessageCreateRequestSchema,
  messageEdit: published.MessageEditRequestPartialSchema,
  thread: published.CreateTextThreadWithoutMessageRequestSchema,
  command: published.ApplicationCommandCreateRequestSchema,
  commandEdit: published.ApplicationCommandPatchRequestPartialSchema,
  commands: array(published.ApplicationCommandUpdateRequestSchema),
} as const satisfies Record<keyof RequestBodies, unknown>;

/**
 * A body that has passed the published schema.
 * @throws DiscordError 50035
 */
export function parseRequestBody<F extends keyof RequestBodies>(form: F, body: unknown): RequestBodies[F] {
  const wrong = fieldErrors(schemas[form], lenient(body));
  if (wrong.length > 0) throw new DiscordError(50035, wrong);
  return body as RequestBodies[F];
}

/** Converts what Discord accepts, and discord.js sends, although the published schema does not allow it. */
function lenient(body: unknown): unknown {
  if (Array.isArray(body)) return body.map(lenient);
  if (!isRecord(body)) return body;
  const rest = Object.fromEntries(Object.entries(body).filter(([key, value]) => !isExtra(key, value)));
  const permissions = body['default_member_permissions'];
  // The schema says number; the reference and libraries say a string of digits.
  const asNumber = typeof permissions === 'string' && /^\d+$/.test(permissions);
  return {
    ...rest,
    ...(asNumber && { default_member_permissions: Number(permissions) }),
    ...('data' in body && { data: lenient(body['data']) }),
  };
}

/** discord.js sends `tts` and `enforce_nonce` with edits, too; `nsfw` of commands is documented but not in the schema. */
function isExtra(key: string, value: unknown): boolean {
  return (
    ((key === 'tts' || key === 'enforce_nonce') && value === false) || (key === 'nsfw' && typeof value === 'boolean')
  );
}
