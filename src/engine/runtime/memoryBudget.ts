import { UserError } from '../errors.js';
import { machineMemory } from './machineMemory.js';

/** Resident bytes that the sessions of a process may take. */
export interface MemoryBudget {
  /** Together: where it is passed, those used longest ago are closed. */
  readonly together: number;
  /** One alone; what would take more is not opened. */
  readonly alone: number;
}

/**
 * AESTHETE_MEMORY (`6GB`), for all sessions together and each alone; without it half of the machine's memory or the container's limit together,
 * and all of it alone.
 * @throws UserError where it is no amount
 */
export function memoryBudget(
  env: Readonly<Record<string, string | undefined>> = process.env,
  total: () => number = () => machineMemory().total,
): MemoryBudget {
  const given = env['AESTHETE_MEMORY'] ?? '';
  if (given === '') return { together: total() / 2, alone: total() };
  const [, number = '', prefix = '', binary] = /^(\d+(?:\.\d+)?) ?([KMGT])(i?)B$/.exec(given) ?? [];
  const bytes = Number(number) * (binary === 'i' ? 1024 : 1000) ** (1 + 'KMGT'.indexOf(prefix));
  if (bytes > 0) return { together: bytes, alone: bytes };
  throw new UserError(`AESTHETE_MEMORY is "${given}"; it is an amount such as 6GB or 512MiB, or not set`);
}
