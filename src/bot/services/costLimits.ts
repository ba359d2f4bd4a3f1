import { BotError } from '../errors.js';
import { costOf } from '../queue/cost.js';
import type { CostCaps, PublishedPack, ResolvedOptions } from '../repositories/index.js';

/** Seconds of the device at hand that one request may take where the operator says nothing. */
export const defaultRequestSeconds = 1_800;
/** A member's waiting requests may take so many times that together, and a server's. */
const timesMember = 2;
const timesGuild = 10;
/** Sides of what would fit, relative to what was asked for, and the pixels that they are multiples of. */
const smallerSides = [0.75, 0.5, 0.25];
const sideStep = 64;

/** What requests may cost where one may take `requestSeconds`; the refusal of one that takes more names what would fit. */
export function costCaps(options: ResolvedOptions, pack: PublishedPack, requestSeconds: number): CostCaps {
  return {
    requestSeconds,
    memberSeconds: requestSeconds * timesMember,
    guildSeconds: requestSeconds * timesGuild,
    tooCostly: (seconds, mostCost) => {
      const most = requestSeconds;
      const fits = fitting(options, pack, mostCost);
      return fits
        ? new BotError('requestTooCostly', { seconds, most, ...fits })
        : new BotError('deviceTooSlow', { seconds, most });
    },
  };
}

interface Fitting {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly steps: number;
}

/** What is most like the request and costs no more than `most`: fewer pictures, else one smaller picture, else with fewer steps. */
function fitting(options: ResolvedOptions, pack: PublishedPack, most: number): Fitting | undefined {
  const { defaults } = pack.settings;
  const { width, height } = options.size ?? defaults.size;
  const asked = { count: options.count, width, height, steps: options.steps ?? defaults.steps };
  const smaller = (side: number, times: number): number =>
    Math.max(sideStep, Math.floor((side * times) / sideStep) * sideStep);
  const counts = Array.from({ length: asked.count }, (_, i) => ({ ...asked, count: asked.count - i }));
  const sizes = smallerSides.map((times) => ({
    ...asked,
    count: 1,
    width: smaller(width, times),
    height: smaller(height, times),
  }));
  const least = sizes[sizes.length - 1];
  const steps = Array.from({ length: asked.steps - 1 }, (_, i) => ({ ...least, steps: asked.steps - 1 - i }));
  return [...counts, ...sizes, ...steps].find(
    ({ count, steps: taken, ...size }) => costOf({ ...options, count, size, steps: taken }, pack) <= most,
  );
}
