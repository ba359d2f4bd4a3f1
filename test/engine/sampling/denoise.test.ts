import { describe, expect, it } from 'vitest';
import { CancelledError, GraphError } from '../../../src/engine/errors.js';
import { torchGenerator } from '../../../src/engine/runtime/random.js';
import { denoise, type DenoiseOptions } from '../../../src/engine/sampling/denoise.js';
import { samplers } from '../../../src/engine/sampling/samplers.js';
import { noiseSchedule } from '../../../src/engine/sampling/schedule.js';
import { samplerNames, type SamplerName } from '../../../src/engine/types.js';

const scheduleConfig = { beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' };
const schedule = noiseSchedule(scheduleConfig);
const shape = [4, 3, 2] as const;
const size = 24;

function optionsFor(name: SamplerName, seeds: readonly number[], more: Partial<DenoiseOptions> = {}): DenoiseOptions {
  return {
    unet: (x, t) => Promise.resolve(x.map((value) => 0.6 * value * Math.cos(t / 1000) + 0.3 * Math.sin(3 * value))),
    sampler: samplers[name](schedule, 5, {}),
    guidance: 1,
    guided: false,
    shape,
    generators: seeds.map(torchGenerator),
    ...more,
  };
}

describe('denoise', () => {
  it.each(samplerNames)('paints each image of a batch as if it were alone (%s)', async (name) => {
    const together = await denoise(optionsFor(name, [7, 8]));
    const alone = await Promise.all([7, 8].map((seed) => denoise(optionsFor(name, [seed]))));
    expect([...together]).toEqual(alone.flatMap((latents) => [...latents]));
  });

  it('gives the U-Net the unconditional images first, then the conditional ones, and mixes them', async () => {
    const lengths = new Set<number>();
    const guided = await denoise(
      optionsFor('ddim', [1, 2], {
        guided: true,
        guidance: 3,
        unet: (x) => {
          lengths.add(x.length);
          return Promise.resolve(x.map((_, j) => (j < 2 * size ? 0.1 : 0.2)));
        },
      }),
    );
    const plain = await denoise(optionsFor('ddim', [1, 2], { unet: (x) => Promise.resolve(x.map(() => 0.4)) }));
    expect([...lengths]).toEqual([4 * size]);
    guided.forEach((value, j) => {
      expect(value).toBeCloseTo(plain[j], 5);
    });
  });

  it('asks for the conditional images alone outside the interval of guidance', async () => {
    const rows: number[] = [];
    const latents = await denoise(
      optionsFor('ddim', [1], {
        guided: true,
        guidance: 3,
        interval: { from: 0.2, to: 0.6 },
        unet: (x) => {
          rows.push(x.length / size);
          return Promise.resolve(x.map((_, j) => (rows.at(-1) === 2 && j < size ? 0.1 : 0.2)));
        },
      }),
    );
    expect(rows).toEqual([1, 2, 2, 1, 1]);
    // 0.1 + 3 · (0.2 − 0.1) where guided.
    let call = 0;
    const plain = await denoise(
      optionsFor('ddim', [1], {
        unet: (x) => Promise.resolve(x.map(() => (rows[call] === 2 ? 0.4 : 0.2))).finally(() => call++),
      }),
    );
    latents.forEach((value, j) => {
      expect(value).toBeCloseTo(plain[j], 5);
    });
  });

  it('paints what it is steered to, at the steps that are', async () => {
    const asked: number[] = [];
    const goal = torchGenerator(9).randn(2 * size);
    const steered = await denoise(
      optionsFor('ddim', [1, 2], {
        sampler: samplers.ddim(noiseSchedule({ ...scheduleConfig, set_alpha_to_one: true }), 5, {}),
        steer: (i, total, original) => {
          asked.push(i / total);
          return Promise.resolve(i < total - 1 ? undefined : original().map((value, j) => goal[j] - value));
        },
      }),
    );
    expect(asked).toEqual([0, 0.2, 0.4, 0.6, 0.8]);
    steered.forEach((value, j) => {
      expect(value).toBeCloseTo(goal[j], 4);
    });
  });

  it('starts from the generators’ noise times the sampler’s first σ', async () => {
    let first: Float32Array | undefined;
    const sampler = samplers.euler(schedule, 5, {});
    await denoise(
      optionsFor('euler', [4], {
        sampler: { ...sampler, scaleInput: (x) => (first ??= x) },
      }),
    );
    const noise = torchGenerator(4).randn(size);
    expect(first).toEqual(noise.map((value) => value * sampler.initNoiseSigma));
  });

  it('reports every call with what the model has in mind', async () => {
    const seen: [number, number][] = [];
    let last: Float32Array | undefined;
    const latents = await denoise(
      optionsFor('euler', [4], {
        onStep: (done, total, original) => {
          seen.push([done, total]);
          last = original();
        },
      }),
    );
    expect(seen).toEqual([1, 2, 3, 4, 5].map((done) => [done, 5]));
    // Euler's last step goes all the way to the predicted original.
    latents.forEach((value, j) => {
      expect(value).toBeCloseTo(last?.[j] ?? NaN, 5);
    });
  });

  it('stops at the next step once cancelled, and lets other work run between steps', async () => {
    const controller = new AbortController();
    let calls = 0;
    const options = optionsFor('ddim', [1], {
      signal: controller.signal,
      unet: (x) => {
        calls++;
        // Runs only if the loop gives way to the event loop.
        if (calls === 2)
          setImmediate(() => {
            controller.abort();
          });
        return Promise.resolve(x);
      },
    });
    await expect(denoise(options)).rejects.toThrow(CancelledError);
    expect(calls).toBe(2);
  });

  it('does not call the U-Net when it is cancelled beforehand', async () => {
    const unet = (): Promise<Float32Array> => Promise.reject(new Error('called'));
    const options = optionsFor('ddim', [1], { signal: AbortSignal.abort(), unet });
    await expect(denoise(options)).rejects.toThrow('cancelled after 0 of 5 steps');
  });

  it('names the step at which the U-Net stops giving numbers', async () => {
    let calls = 0;
    const unet = (x: Float32Array): Promise<Float32Array> =>
      Promise.resolve(++calls === 3 ? x.map((value, j) => (j === 5 ? NaN : value)) : x);
    const run = denoise(optionsFor('ddim', [1], { unet }));
    await expect(run).rejects.toThrow(GraphError);
    await expect(run).rejects.toThrow('U-Net: output [5] is NaN at step 3 of 5 (timestep 400)');
  });

  it('names both sizes when the U-Net gives another one', async () => {
    const unet = (): Promise<Float32Array> => Promise.resolve(new Float32Array(3));
    await expect(denoise(optionsFor('ddim', [1], { unet }))).rejects.toThrow('3 values at step 1 of 5, expected 24');
  });
});
