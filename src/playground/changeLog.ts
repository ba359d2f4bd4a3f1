import type { WorldState } from './world/state.js';

/** What changed since it was last written, each once: a part of the state, or one entry of it. */
export type Changes = Map<string, { readonly part: keyof WorldState; readonly id?: string }>;

interface Line {
  readonly part: keyof WorldState;
  readonly id?: string;
  /** Absent: the entry was forgotten. */
  readonly value?: unknown;
}

/** A line of JSON for each change, with the value that it has now, and one for the last snowflake. */
export function linesOf(state: WorldState, changes: Changes): string {
  const lines: Line[] = [...changes.values()].map(({ part, id }) => {
    const all: unknown = state[part];
    return id === undefined ? { part, value: all } : { part, id, value: (all as Record<string, unknown>)[id] };
  });
  return [...lines, { part: 'lastId', value: state.lastId }].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** The state after the changes of a log. A last line that a crash cut off is left out. @throws SyntaxError: another is no JSON */
export function apply(state: WorldState, log: string): WorldState {
  const parts = state as unknown as Record<string, unknown>;
  const whole = log.slice(0, log.lastIndexOf('\n') + 1);
  for (const text of whole.split('\n')) {
    if (text === '') continue;
    const { part, id, value } = JSON.parse(text) as Line;
    if (id === undefined) parts[part] = value;
    else if (value === undefined) Reflect.deleteProperty(parts[part] as object, id);
    else (parts[part] as Record<string, unknown>)[id] = value;
  }
  return state;
}
