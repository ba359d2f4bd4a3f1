import { useEffect, useState } from 'preact/hooks';
import type { CommandOption } from '../../rules/commandOptions.js';
import { optionType } from '../../rules/discordEnums.js';
import { selectableInOption } from '../../rules/selectable.js';
import type { Selectable } from '../../rules/selectable.js';
import { usePage } from '../state/pageContext.js';
import { selectableGuild } from '../state/pageState.js';
import type { PageState } from '../state/pageState.js';
import type { Leaf } from './commands.js';
import { booleans, toSend } from './optionValues.js';
import type { Pills } from './optionValues.js';

interface Suggested {
  readonly name: string;
  readonly value: string | number | boolean;
}

const pauseMs = 120;
const maxShown = 25;

/** Suggestions for an option: its choices, members, channels and roles, or what the bot suggests. */
export function useSuggestions(
  leaf: Leaf,
  option: CommandOption,
  pills: Pills,
  isWanted: boolean,
): readonly Suggested[] {
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
      // If the bot does not answer, nothing is suggested and the typed text counts.
      const choices = await actions.autocomplete(leaf.path, option.name, typed, options).catch(() => []);
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
    .slice(0, maxShown);
}

function fixed({ type, choices = [] }: CommandOption, state: PageState): readonly Suggested[] {
  if (choices.length > 0) return choices;
  if (type === optionType.boolean) return booleans;
  const guild = selectableGuild(state);
  return guild ? selectableInOption(type, guild).map(suggestion) : [];
}

function suggestion({ kind, id, name }: Selectable): Suggested {
  return { name: `${kind === 'channel' ? '#' : '@'}${name}`, value: id };
}
