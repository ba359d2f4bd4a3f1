import { ComponentType, PermissionFlagsBits } from 'discord.js';
import { flatten } from '../rules/components.js';
import { botMember, findChannel } from '../world/find.js';
import { has, permissionsIn } from '../world/permissions.js';
import type { MessageContent, Mentions } from '../world/state.js';
import type { World } from '../world/world.js';
import { badField } from './errors.js';
import type { AllowedMentions } from './validation/requestBodies.js';

/**
 * Whom a message's text mentions, as far as the request allows (resources/message, "allowed mentions object"): without `allowed_mentions`
 * everybody whom the text names. Roles and everyone need the bot's permission. Code mentions nobody.
 * @throws DiscordError 50035
 */
export function mentionsOf(
  world: World,
  channelId: string,
  { content, components }: Pick<MessageContent, 'content' | 'components'>,
  allowed: AllowedMentions | null | undefined,
): Mentions {
  const found = findChannel(world, channelId);
  if (!found) return { users: [], roles: [], everyone: false };
  const { guild, channel } = found;
  checkExclusive(allowed);
  const texts = flatten(components).flatMap((one) =>
    one.type === ComponentType.TextDisplay ? (one.content ?? '') : [],
  );
  const text = [content, ...texts].join('\n').replace(/```[^]*?```|`[^`\n]*`/g, '');
  const mayEveryone = has(permissionsIn(guild, botMember(world, guild), channel), PermissionFlagsBits.MentionEveryone);
  const ids = (pattern: RegExp) => [...new Set([...text.matchAll(pattern)].map(([, id = '']) => id))];
  const isAllowed = (kind: 'users' | 'roles', id: string): boolean =>
    !allowed || (allowed.parse ?? []).includes(kind) || (allowed[kind] ?? []).includes(id);
  return {
    users: ids(/<@!?(\d+)>/g).filter(
      (id) => isAllowed('users', id) && guild.members.some(({ userId }) => userId === id),
    ),
    roles: ids(/<@&(\d+)>/g).filter(
      (id) => mayEveryone && isAllowed('roles', id) && guild.roles.some((role) => role.id === id),
    ),
    everyone:
      mayEveryone && /@(everyone|here)\b/.test(text) && (!allowed || (allowed.parse ?? []).includes('everyone')),
  };
}

function checkExclusive(allowed: AllowedMentions | null | undefined): void {
  for (const kind of ['users', 'roles'] as const)
    if ((allowed?.parse ?? []).includes(kind) && (allowed?.[kind] ?? []).length > 0)
      throw badField(
        ['allowed_mentions'],
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
      );
}
