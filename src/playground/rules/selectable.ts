import { componentType, optionType } from './discordEnums.js';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** A member, channel or role that can be picked. */
export interface Selectable extends Named {
  readonly kind: Kind;
}

type Kind = 'member' | 'channel' | 'role';

/** What can be picked in a guild. */
export interface SelectableGuild {
  readonly guildId: string;
  /** The members, the bot too. */
  readonly members: readonly Named[];
  readonly channels: readonly Named[];
}

const componentKinds: Readonly<Record<number, readonly Kind[]>> = {
  [componentType.userSelect]: ['member'],
  [componentType.roleSelect]: ['role'],
  [componentType.mentionableSelect]: ['member', 'role'],
  [componentType.channelSelect]: ['channel'],
};
const optionKinds: Readonly<Record<number, readonly Kind[]>> = {
  [optionType.user]: ['member'],
  [optionType.role]: ['role'],
  [optionType.mentionable]: ['member', 'role'],
  [optionType.channel]: ['channel'],
};

/** Members, channels and roles that a select of a type offers; none, where it has options of its own. */
export function selectableInComponent(type: number, guild: SelectableGuild): Selectable[] {
  return (componentKinds[type] ?? []).flatMap((kind) => ofKind(kind, guild));
}

/** Members, channels and roles that an option of a type offers. */
export function selectableInOption(type: number, guild: SelectableGuild): Selectable[] {
  return (optionKinds[type] ?? []).flatMap((kind) => ofKind(kind, guild));
}

/** Whether an option's value is the id of a member, a channel or a role. */
export function takesId(type: number): boolean {
  return type in optionKinds;
}

function ofKind(kind: Kind, { guildId, members, channels }: SelectableGuild): Selectable[] {
  switch (kind) {
    case 'member':
      return members.map(({ id, name }) => ({ kind, id, name }));
    case 'channel':
      return channels.map(({ id, name }) => ({ kind, id, name }));
    case 'role':
      // The only role that the page knows. It has the guild's id.
      return [{ kind, id: guildId, name: 'everyone' }];
  }
}
