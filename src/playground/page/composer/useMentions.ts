import type { RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Selectable } from '../../rules/selectable.js';
import { usePage } from '../state/pageContext.js';
import { selectableGuild } from '../state/pageState.js';
import { mentionAt, mentionsFor, mentionText } from './mentions.js';

interface Mentions {
  /** What can be meant by the mention at the caret. */
  readonly found: readonly Selectable[];
  /** Puts the name of one of them into the text. */
  readonly take: (index: number) => void;
  readonly onCaret: (caret: number) => void;
}

/** Completes the mention that is being typed in a field. */
export function useMentions(
  text: string,
  field: RefObject<HTMLTextAreaElement | null>,
  isWanted: boolean,
  onText: (text: string) => void,
): Mentions {
  const guild = selectableGuild(usePage().state);
  const [caret, setCaret] = useState(0);
  const wantedCaret = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    if (wantedCaret.current !== undefined) field.current?.setSelectionRange(wantedCaret.current, wantedCaret.current);
    wantedCaret.current = undefined;
  });
  const mention = isWanted ? mentionAt(text, caret) : undefined;
  const found = mention && guild ? mentionsFor(mention, guild) : [];
  return {
    found,
    take: (index) => {
      const one = found[index];
      if (!mention || !one) return;
      const end = mention.start + mentionText(one).length + 1;
      onText(`${text.slice(0, mention.start)}${mentionText(one)} ${text.slice(caret).replace(/^ /, '')}`);
      setCaret(end);
      wantedCaret.current = end;
    },
    onCaret: setCaret,
  };
}
