import { useEffect, useState } from 'preact/hooks';
import { usePage } from '../state/pageContext.js';
import { placeOf, textOf } from '../state/pageState.js';

/** After a message changed, and once more: the bot's suggestions are up to five seconds old. */
const pausesMs = [400, 6_000];

/** Which of these names are aesthetics of the open guild: `/imagine` suggests them. Asks again whenever a message there arrives or is edited. */
export function useExistingAesthetics(names: readonly string[]): readonly string[] {
  const { state, actions } = usePage();
  const [made, setMade] = useState<readonly string[]>([]);
  const guild = placeOf(state)?.guild;
  const channels = new Set(guild?.channels.map(({ id }) => id));
  const answered = Object.values(state.messages).filter(
    ({ channelId, loading }) => channels.has(channelId) && !loading,
  );
  const canAsk = state.commands.slash.length > 0 && state.online && state.botConnected;
  const length = answered.reduce((sum, message) => sum + textOf(message).length, 0);
  const key = [guild?.id, names.join(), answered.length, length, canAsk].join(' ');
  useEffect(() => {
    let isOver = false;
    const ask = async (): Promise<void> => {
      const found = await Promise.all(
        names.map(async (name) => {
          const choices = await actions.autocomplete('imagine', 'aesthetic', name, {}).catch(() => []);
          return choices?.some(({ value }) => value === name) === true ? [name] : [];
        }),
      );
      if (!isOver) setMade(found.flat());
    };
    const timers = pausesMs.map((pauseMs) =>
      setTimeout(() => {
        if (canAsk) void ask();
      }, pauseMs),
    );
    return () => {
      isOver = true;
      timers.forEach(clearTimeout);
    };
  }, [key]);
  return made;
}
