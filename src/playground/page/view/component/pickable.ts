import type { Component, SelectOption } from '../../../world/components.js';
import { componentType as type, plain } from '../../discord.js';
import { placeOf } from '../../state/state.js';
import type { PageState } from '../../state/state.js';

/** What a select offers: its own options, or members and channels of the guild. */
export function optionsOf(component: Component, state: PageState): readonly SelectOption[] {
  const channels = placeOf(state)?.guild.channels ?? [];
  const { members = [], bot } = state.cast ?? {};
  const people = bot ? [...members, bot] : members;
  switch (plain(component.type)) {
    case type.channelSelect:
      return channels.map(({ id, name }) => ({ label: `#${name}`, value: id }));
    case type.userSelect:
    case type.mentionableSelect:
      return people.map(({ id, name }) => ({ label: name, value: id }));
    case type.roleSelect: {
      // The role of everybody has the guild's id.
      const guild = placeOf(state)?.guild;
      return guild ? [{ label: '@everyone', value: guild.id }] : [];
    }
    default:
      return component.options ?? [];
  }
}
