import { useEffect, useState } from 'preact/hooks';
import { usePage } from '../state/pageContext.js';
import { placeOf } from '../state/pageState.js';
import { exampleFile } from '../state/requests.js';
import { Icon } from '../view/Icon.js';
import { ExampleSets } from './ExampleSets.js';
import { TourStep } from './TourStep.js';
import { tourProgress } from './tourProgress.js';
import { useExistingAesthetics } from './useExistingAesthetics.js';

const isNarrow = (): boolean => matchMedia('(max-width: 1099px)').matches;

/** The first three things to try, each one click. */
export function Tour() {
  const { state, actions } = usePage();
  const [busy, setBusy] = useState<string | null>(null);
  const [latest, setLatest] = useState<string>();
  const [folded, setFolded] = useState<boolean>();
  const { examples } = state;
  const made = useExistingAesthetics(examples.map(({ name }) => name));
  const { painted, strengthened } = tourProgress(state);
  // On a narrow screen it is open only while there are no messages.
  const isFolded = folded ?? (isNarrow() && Object.keys(state.messages).length > 0);
  const guildId = placeOf(state)?.guild.id;
  useEffect(() => {
    setBusy(null);
  }, [guildId]);

  const once = async (name: string, act: () => Promise<unknown>): Promise<void> => {
    if (busy !== null) return;
    setBusy(name);
    if (isNarrow()) setFolded(true);
    try {
      await act();
    } catch (error) {
      actions.notice(error instanceof Error ? error.message : String(error));
    }
    setBusy(null);
  };
  const create = (set: (typeof examples)[number]): Promise<void> =>
    once(set.name, async () => {
      setLatest(set.name);
      const files = await Promise.all(set.pictures.slice(0, 10).map((one) => exampleFile(set.name, one)));
      const images = files.map((_, i) => [`image${i + 1}`, { file: i }] as const);
      await actions.slash('aesthetic create', { name: set.name, ...Object.fromEntries(images) }, files);
    });
  const first = made.find((name) => name === latest) ?? made[0];
  const chosen = examples.find(({ name }) => name === first);
  const done = [first !== undefined, painted !== undefined, strengthened];
  const next = done.indexOf(false);

  return (
    <aside class={`tour${isFolded ? ' folded' : ''}`} aria-label="Tour">
      <header>
        <button
          type="button"
          class="fold"
          aria-expanded={!isFolded}
          onClick={() => {
            setFolded(!isFolded);
          }}
        >
          <Icon name="compass" />
          <span>Three things to try</span>
          <span class="count">{`${done.filter(Boolean).length} of 3`}</span>
        </button>
        <button
          type="button"
          class="tool"
          aria-label="Close the tour"
          onClick={() => {
            actions.setTour(false);
          }}
        >
          <Icon name="close" />
        </button>
      </header>
      {!isFolded && (
        <ol>
          <TourStep number={1} title="Make an aesthetic" done={done[0] === true} current={next === 0}>
            <p>An aesthetic is the look that some pictures share. Choose one of these:</p>
            <ExampleSets sets={examples} made={made} busy={busy} onCreate={(set) => void create(set)} />
          </TourStep>
          <TourStep number={2} title="Paint with it" done={done[1] === true} current={next === 1}>
            <p>Any prompt can be painted in that look; this one suits it.</p>
            <button
              type="button"
              class={`button primary${busy === 'imagine' ? ' busy' : ''}`}
              disabled={chosen === undefined}
              onClick={() =>
                void once('imagine', async () => {
                  if (!chosen) return;
                  const { prompt, name: aesthetic, seed } = chosen;
                  await actions.slash('imagine', { prompt, aesthetic, ...(seed !== undefined && { seed }) }, []);
                })
              }
            >
              {chosen ? `/imagine ${chosen.prompt} in ${chosen.name}` : '/imagine'}
            </button>
          </TourStep>
          <TourStep number={3} title="Go further" done={done[2] === true} current={next === 2}>
            <p>The same picture, nearer to the look. The button stays below every picture.</p>
            <button
              type="button"
              class={`button primary${busy === 'stronger' ? ' busy' : ''}`}
              disabled={painted === undefined}
              onClick={() =>
                void once('stronger', async () => {
                  if (painted) await actions.press(painted.message, painted.customId);
                })
              }
            >
              Press “Stronger”
            </button>
          </TourStep>
        </ol>
      )}
    </aside>
  );
}
