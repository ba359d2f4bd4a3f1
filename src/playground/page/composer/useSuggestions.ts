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

/** `loading`: those that are shown belong to an earlier text. */
type SuggestionStatus = 'ready' | 'loading' | 'none' | 'failed';

export interface Suggestions {
  readonly choices: readonly Suggested[];
  readonly status: SuggestionStatus;
}

interface Answer {
  readonly typed: string;
  readonly choices: readonly Suggested[];
  readonly hasFailed: boolean;
}

const pauseMs = 120;
const maxShown = 25;
const nothing: Suggestions = { choices: [], status: 'ready' };

/** Suggestions for an option: its choices, members, channels and roles, or what the bot suggests for the text. */
export function useSuggestions(leaf: Leaf, option: CommandOption, pills: Pills, isWanted: boolean): Suggestions {
  const { state, actions } = usePage();
  const [answer, setAnswer] = useState<Answer>();
  const typed = pills[option.name]?.text ?? '';
  const asks = isWanted && option.autocomplete === true;
  useEffect(() => {
    if (!asks) return undefined;
    let isOver = false;
    const ask = async (): Promise<void> => {
      const others = leaf.options.filter(({ name, type }) => name !== option.name && type !== optionType.attachment);
      const { options } = toSend({ ...leaf, options: others }, pills);
      const choices = await actions.autocomplete(leaf.path, option.name, typed, options).catch(() => undefined);
      if (!isOver) setAnswer({ typed, choices: choices ?? [], hasFailed: choices === undefined });
    };
    const timer = setTimeout(() => void ask(), pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [asks, typed]);
  if (!isWanted) return nothing;
  if (asks) {
    if (answer?.typed !== typed) return { choices: answer?.choices ?? [], status: 'loading' };
    if (answer.hasFailed) return { choices: [], status: 'failed' };
    return { choices: answer.choices, status: answer.choices.length > 0 ? 'ready' : 'none' };
  }
  const wanted = typed.trim().toLowerCase();
  const all = fixed(option, state);
  const choices = all.filter(({ name }) => name.toLowerCase().includes(wanted)).slice(0, maxShown);
  return { choices, status: all.length > 0 && choices.length === 0 ? 'none' : 'ready' };
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
