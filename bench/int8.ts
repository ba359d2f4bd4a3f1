import { openPack } from '../src/engine/pack/pack.js';
import { programs } from '../src/engine/pipeline/programs.js';
import { withQuantisedUnet } from '../src/engine/pipeline/quantisedUnet.js';
import { openSession } from '../src/engine/runtime/session.js';
import type { Session } from '../src/engine/runtime/session.js';
import { errorsOf, pairCosines } from '../test/support/int8.js';
import { bigPack, demoPack } from './makePack.js';
import { median, memory, report, round, time } from './measure.js';
import { unetFeeds } from './waves.js';

/**
 * The U-Net in 8 bits beside the one in fp32: `int8.ts speed|quality`. Speed: a step in Stable Diffusion 1.5's shapes at 64×64 latents,
 * batch 2, by turns, by the clock and by processor time of both cores; with token downsampling, too. Quality: the demo pack's predictions, and 48 pairs of pictures.
 */
if (process.argv[2] === 'quality') await quality();
else await speed();
process.exit(0);

async function speed(): Promise<void> {
  const repeats = 3;
  const pack = await openPack(bigPack);
  const quantiseMs = await time(() => withQuantisedUnet(pack));
  const quantised = await withQuantisedUnet(pack);
  /** Threads that wait would count as work. */
  const ort = { extra: { session: { intra_op: { allow_spinning: '0' } } } };
  const forms = {
    int8: () => programs.unet(quantised, 'int8'),
    'int8, token downsampling': () => programs.unet(quantised, 'int8', { tokenDownsampling: 2 }),
    fp32: () => programs.unet(quantised, 'fp32'),
  };
  type Form = keyof typeof forms;
  const names = Object.keys(forms) as Form[];
  const opened = async (form: Form): Promise<{ session: Session; loadMs: number; megabytes: number }> => {
    const before = memory();
    const started = performance.now();
    const session = await openSession(forms[form](), { ort });
    const loadMs = performance.now() - started;
    await session.run(unetFeeds);
    return { session, loadMs, megabytes: memory().anonymous - before.anonymous };
  };
  const models = new Map<Form, Awaited<ReturnType<typeof opened>>>();
  for (const name of names) models.set(name, await opened(name));
  const rows = new Map(names.map((name) => [name, [] as { ms: number; cpu: number }[]]));
  for (let i = 0; i < repeats; i++)
    for (const name of names) {
      const start = process.cpuUsage();
      const ms = await time(() => models.get(name)!.session.run(unetFeeds));
      const { user, system } = process.cpuUsage(start);
      rows.get(name)!.push({ ms, cpu: (user + system) / 1_000 });
    }
  const all = (name: Form, of: 'ms' | 'cpu'): number[] => rows.get(name)!.map((row) => row[of]);
  const ratio = (name: Form, of: 'ms' | 'cpu'): number =>
    round(median(all(name, of).map((value, i) => value / all('fp32', of)[i])));
  report({
    quantiseMs: round(quantiseMs, 0),
    rows: names.map((name) => ({
      unet: name,
      loadMs: round(models.get(name)!.loadMs, 0),
      residentMB: round(models.get(name)!.megabytes, 0),
      stepMs: round(median(all(name, 'ms')), 0),
      toFp32: ratio(name, 'ms'),
      cpuMsOfBothCores: round(median(all(name, 'cpu')), 0),
      cpuToFp32: ratio(name, 'cpu'),
    })),
  });
}

async function quality(): Promise<void> {
  const pack = await openPack(demoPack);
  const { prompts } = pack.settings;
  const rows: object[] = [];
  for (const [seed, prompt] of prompts.entries()) {
    const errors = await errorsOf(pack, { prompt, seed });
    const percent = (i: number): number => round(100 * errors[i]);
    rows.push({
      prompt,
      early: percent(0),
      middle: percent(errors.length >> 1),
      late: percent(errors.length - 1),
      largest: round(100 * Math.max(...errors)),
    });
  }
  const subjects = pack.settings.knows.filter((_, i) => i % Math.ceil(pack.settings.knows.length / 48) === 0);
  const requests = Array.from({ length: 48 }, (_, seed) => ({ prompt: subjects[seed % subjects.length], seed }));
  const cosines = await pairCosines(demoPack, requests);
  report({
    pairs: cosines.length,
    meanCosine: round(cosines.reduce((a, b) => a + b, 0) / cosines.length, 4),
    leastCosine: round(Math.min(...cosines), 4),
    rows,
  });
}
