import type { Component, SelectOption } from '../../../rules/components.js';
import { selectableInComponent } from '../../../rules/selectable.js';
import { selectableGuild } from '../../state/pageState.js';
import type { PageState } from '../../state/pageState.js';

/** What a select offers: its own options, or members, channels and roles of the open guild. */
export function selectOptions(component: Component, state: PageState): readonly SelectOption[] {
  if (component.options) return component.options;
  const guild = selectableGuild(state);
  const found = guild ? selectableInComponent(component.type, guild) : [];
  const prefixes = { member: '', channel: '#', role: '@' } as const;
  return found.map(({ kind, id, name }) => ({ label: `${prefixes[kind]}${name}`, value: id }));
}
