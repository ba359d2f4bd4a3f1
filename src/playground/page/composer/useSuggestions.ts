import { useEffect, useState } from 'preact/hooks';
import { optionType } from '../discord.js';
import { usePage } from '../state/page.js';
import { placeOf } from '../state/state.js';
import type { PageState } from '../state/state.js';
import type { Leaf, LeafOption } from './commands.js';
import { booleans, toSend } from './values.js';
import type { Pills } from './values.js';

interface Suggested {
  readonly name: string;
  readonly value: string | number | boolean;
}

const pauseMs = 120;
const mostShown = 25;

/** What an option could be, by what is typed: its choices, who and what is here, or what the bot suggests. */
export function useSuggestions(leaf: Leaf, option: LeafOption, pills: Pills, isWanted: boolean): readonly Suggested[] {
  const { state, actions } = usePage();
  const [suggested, setSuggested] = useState<readonly Suggested[]>([]);
  const typed = pills[option.name]?.text ?? '';
  const asks = isWanted && option.autocomplete === true;
  useEffect(() => {
    if (!asks) return undefined;
    let isOver = false;
    const ask = async (): Promise<void> => {
      const others = leaf.options.filter(({ name, type }) => name !== option.name && type !== optionType.attachment);
      const { options } = toSend({ ...leaf, options: others }, pills);
      // The bot may be away or slow: then nothing is suggested, and what is typed counts.
      const choices = await actions.complete(leaf.path, option.name, typed, options).catch(() => []);
      if (!isOver) setSuggested(choices ?? []);
    };
    const timer = setTimeout(() => void ask(), pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [asks, typed]);
  if (!isWanted) return [];
  if (asks) return suggested;
  const wanted = typed.trim().toLowerCase();
  return fixed(option, state)
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .slice(0, mostShown);
}

function fixed({ type, choices = [] }: LeafOption, state: PageState): readonly Suggested[] {
  if (choices.length > 0) return choices;
  const { members = [] } = state.cast ?? {};
  const people = members.map(({ id, name }) => ({ name: `@${name}`, value: id }));
  const guild = placeOf(state)?.guild;
  const everyone = guild ? [{ name: '@everyone', value: guild.id }] : [];
  switch (type) {
    case optionType.boolean:
      return booleans;
    case optionType.channel:
      return guild?.channels.map(({ id, name }) => ({ name: `#${name}`, value: id })) ?? [];
    case optionType.user:
      return people;
    case optionType.role:
      return everyone;
    case optionType.mentionable:
      return [...people, ...everyone];
    default:
      return [];
  }
}
