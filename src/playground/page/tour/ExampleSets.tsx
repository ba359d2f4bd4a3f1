import type { ExampleSet } from '../../site/protocol.js';
import { usePage } from '../state/pageContext.js';
import { exampleUrl } from '../state/requests.js';
import { Icon } from '../view/Icon.js';

interface Props {
  readonly sets: readonly ExampleSet[];
  /** Names of sets that are aesthetics already. */
  readonly made: readonly string[];
  readonly busy: string | null;
  readonly onCreate: (set: ExampleSet) => void;
}

/** The example pictures by look; a click makes an aesthetic of them. */
export function ExampleSets({ sets, made, busy, onCreate }: Props) {
  const { texts } = usePage();
  if (sets.length === 0) {
    return <p class="small">{texts.tour.noExamples(<kbd>/aesthetic create</kbd>)}</p>;
  }
  return (
    <ul class="example-sets">
      {sets.map((set) => {
        const isMade = made.includes(set.name);
        return (
          <li key={set.name}>
            <button
              type="button"
              class={busy === set.name ? 'busy' : ''}
              disabled={isMade || busy !== null}
              onClick={() => {
                onCreate(set);
              }}
            >
              <span class="strip" aria-hidden="true">
                {set.pictures.slice(0, 3).map((picture) => (
                  <img key={picture} src={exampleUrl(set.name, picture)} alt="" loading="lazy" />
                ))}
              </span>
              {isMade && (
                <span class="made" aria-hidden="true">
                  <Icon name="check" />
                </span>
              )}
              <span class="caption">
                {texts.tour
                  .make(<span>{set.name}</span>, set.pictures.length, <span class="small">{set.prompt}</span>)
                  .map((part) => (typeof part === 'string' ? <span class="visually-hidden">{part}</span> : part))}
                {isMade && <span class="visually-hidden">{`, ${texts.tour.made}`}</span>}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
