import { useEffect, useState } from 'preact/hooks';
import { usePage } from '../state/pageContext.js';
import { placeOf } from '../state/pageState.js';

const pauseMs = 400;

/** Which of these names are aesthetics of the open guild: `/imagine` suggests them. Asks again whenever a message arrives there. */
export function useExistingAesthetics(names: readonly string[]): readonly string[] {
  const { state, actions } = usePage();
  const [made, setMade] = useState<readonly string[]>([]);
  const guild = placeOf(state)?.guild;
  const channels = new Set(guild?.channels.map(({ id }) => id));
  const answered = Object.values(state.messages).filter(
    ({ channelId, loading }) => channels.has(channelId) && !loading,
  );
  const canAsk = state.commands.slash.length > 0 && state.online && state.botConnected;
  const key = [guild?.id, names.join(), answered.length, canAsk].join(' ');
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
    const timer = setTimeout(() => {
      if (canAsk) void ask();
    }, pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [key]);
  return made;
}
