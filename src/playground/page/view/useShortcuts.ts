import { useEffect, useRef, useState } from 'preact/hooks';
import { usePage } from '../state/pageContext.js';
import { placeOf } from '../state/pageState.js';

/** Ctrl-K (or Cmd-K) opens the switcher, Alt with an arrow the channel above or below. */
export function useShortcuts(): { readonly isSwitching: boolean; readonly closeSwitcher: () => void } {
  const { state, actions } = usePage();
  const [isSwitching, setSwitching] = useState(false);
  const onKey = useRef<(event: KeyboardEvent) => void>(() => undefined);
  onKey.current = (event) => {
    const isAlone = document.querySelector('dialog[open]') === null;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
      if (isAlone) setSwitching(true);
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown') && isAlone) {
      const channels = placeOf(state)?.guild.channels ?? [];
      const at = channels.findIndex(({ id }) => id === state.channelId);
      const next = channels.at((at + (event.key === 'ArrowUp' ? -1 : 1)) % channels.length);
      if (next) actions.openChannel(next.id);
    } else return;
    event.preventDefault();
  };
  useEffect(() => {
    const listen = (event: KeyboardEvent): void => {
      onKey.current(event);
    };
    // Before the composer, whose arrows do something else.
    addEventListener('keydown', listen, { capture: true });
    return () => {
      removeEventListener('keydown', listen, { capture: true });
    };
  }, []);
  return {
    isSwitching,
    closeSwitcher: () => {
      setSwitching(false);
    },
  };
}
