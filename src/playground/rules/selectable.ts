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
  /** The members, the bot too. */
  readonly members: readonly Named[];
  readonly channels: readonly Named[];
  /** `everyone` among them, which has the guild's id. */
  readonly roles: readonly Named[];
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

/** Everything that can be picked or mentioned in a guild. */
export function selectable(guild: SelectableGuild): Selectable[] {
  return (['member', 'role', 'channel'] as const).flatMap((kind) => ofKind(kind, guild));
}

/** Whether an option's value is the id of a member, a channel or a role. */
export function takesId(type: number): boolean {
  return type in optionKinds;
}

function ofKind(kind: Kind, { members, channels, roles }: SelectableGuild): Selectable[] {
  switch (kind) {
    case 'member':
      return members.map(({ id, name }) => ({ kind, id, name }));
    case 'channel':
      return channels.map(({ id, name }) => ({ kind, id, name }));
    case 'role':
      return roles.map(({ id, name }) => ({ kind, id, name }));
  }
}
