import type { ExampleSet } from '../../site/protocol.js';
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
  if (sets.length === 0) {
    return (
      <p class="small">
        This pack brings no example pictures: type <kbd>/aesthetic create</kbd> and give pictures of your own.
      </p>
    );
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
                <span class="visually-hidden">{'Make '}</span>
                {set.name}
                <span class="visually-hidden">{` from ${set.pictures.length} pictures, for `}</span>
                <span class="small">{set.prompt}</span>
                {isMade && <span class="visually-hidden">, made</span>}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
