import { useEffect, useState } from 'preact/hooks';
import { usePage } from '../state/pageContext.js';
import { placeOf } from '../state/pageState.js';
import { exampleFile } from '../state/requests.js';
import { Icon } from '../view/Icon.js';
import { ExampleSets } from './ExampleSets.js';
import { StepButton } from './StepButton.js';
import { TourStep } from './TourStep.js';
import { tourProgress } from './tourProgress.js';
import { useExistingAesthetics } from './useExistingAesthetics.js';

const isNarrow = (): boolean => matchMedia('(max-width: 1099px)').matches;

/** The first four things to try, each one click. */
export function Tour() {
  const { state, actions, texts } = usePage();
  const [busy, setBusy] = useState<string | null>(null);
  const [latest, setLatest] = useState<string>();
  const [folded, setFolded] = useState<boolean>();
  const { examples } = state;
  const me = state.directory?.me;
  const made = useExistingAesthetics(examples.map(({ name }) => name));
  const { painted, strengthened, vote, voted } = tourProgress(state);
  // On a narrow screen it is open only while there are no messages.
  const isFolded = folded ?? (isNarrow() && Object.keys(state.messages).length > 0);
  useEffect(() => {
    // With its keyboard, a phone has no room for both.
    const fold = ({ target }: Event): void => {
      if (isNarrow() && (target as Element).closest('.composer') !== null) setFolded(true);
    };
    // Of a composer that has the focus already, only the touch tells.
    const events = ['focusin', 'pointerdown'] as const;
    for (const event of events) addEventListener(event, fold);
    return () => {
      for (const event of events) removeEventListener(event, fold);
    };
  }, []);
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
      const files = await Promise.all(
        set.pictures.slice(0, 10).map((one) => exampleFile(set.name, one, texts.notices)),
      );
      const images = files.map((_, i) => [`image${i + 1}`, { file: i }] as const);
      await actions.slash('aesthetic create', { name: set.name, ...Object.fromEntries(images) }, files);
    });
  const first = made.find((name) => name === latest) ?? made[0];
  const chosen = examples.find(({ name }) => name === first);
  const done = [first !== undefined, painted !== undefined, strengthened, voted];
  const next = done.indexOf(false);

  return (
    <aside class={`tour${isFolded ? ' folded' : ''}`} aria-label={texts.tour.label}>
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
          <span>{texts.tour.title}</span>
          <span class="count">{texts.tour.progress(done.filter(Boolean).length)}</span>
        </button>
        <button
          type="button"
          class="tool"
          aria-label={texts.tour.close}
          onClick={() => {
            actions.setTour(false);
          }}
        >
          <Icon name="close" />
        </button>
      </header>
      {!isFolded && (
        <ol>
          <TourStep number={1} title={texts.tour.makeTitle} done={done[0] === true} current={next === 0}>
            <p>{texts.tour.makeText}</p>
            <ExampleSets sets={examples} made={made} busy={busy} onCreate={(set) => void create(set)} />
          </TourStep>
          <TourStep number={2} title={texts.tour.paintTitle} done={done[1] === true} current={next === 1}>
            <p>{texts.tour.paintText}</p>
            <StepButton
              busy={busy === 'imagine'}
              disabled={chosen === undefined}
              act={() =>
                void once('imagine', async () => {
                  if (!chosen) return;
                  const { prompt, name: aesthetic, seed } = chosen;
                  await actions.slash('imagine', { prompt, aesthetic, ...(seed !== undefined && { seed }) }, []);
                })
              }
            >
              {chosen ? texts.tour.paint(chosen.prompt, chosen.name) : '/imagine'}
            </StepButton>
          </TourStep>
          <TourStep number={3} title={texts.tour.furtherTitle} done={done[2] === true} current={next === 2}>
            <p>{texts.tour.furtherText}</p>
            <StepButton
              busy={busy === 'stronger'}
              disabled={painted === undefined}
              act={() =>
                void once('stronger', async () => {
                  if (painted) await actions.press(painted.message, painted.customId);
                })
              }
            >
              {texts.tour.press(painted?.label ?? 'Stronger')}
            </StepButton>
          </TourStep>
          <TourStep number={4} title={texts.tour.voteTitle} done={done[3] === true} current={next === 3}>
            <p>{texts.tour.voteText}</p>
            <StepButton
              busy={busy === 'vote'}
              disabled={vote === undefined}
              act={() =>
                void once('vote', async () => {
                  if (vote) await actions.press(vote.message, vote.customId, vote.voter.id);
                })
              }
            >
              {texts.tour.vote(vote?.label ?? '👍', vote?.voter.id === me?.id ? undefined : vote?.voter.name)}
            </StepButton>
            {vote !== undefined && vote.voter.id !== me?.id && (
              <p class="small">{texts.tour.voteOfAnother(vote.voter.name)}</p>
            )}
          </TourStep>
        </ol>
      )}
    </aside>
  );
}
