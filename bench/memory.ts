import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { encodePlain, personaliseByAdam } from '../src/engine/aesthetic/personalise.js';
import { vaeFactor } from '../src/engine/models/vaeConfig.js';
import { openPack } from '../src/engine/pack/pack.js';
import { decodeLatents } from '../src/engine/pipeline/decode.js';
import { embedByTowers } from '../src/engine/pipeline/embedImage.js';
import { generateImages } from '../src/engine/pipeline/generate.js';
import { openModels } from '../src/engine/pipeline/models.js';
import type { Models, TextTower } from '../src/engine/pipeline/models.js';
import { completeRequest } from '../src/engine/pipeline/request.js';
import { encodeStart } from '../src/engine/pipeline/start.js';
import { chooseDevice } from '../src/engine/runtime/device.js';
import { bigPack, demoPack } from './makePack.js';
import { report, round } from './measure.js';

/**
 * What each session of a pack is said to take before it opens, against what the process grows by: `memory.ts demo|sdxl|big`. Each in a process
 * of its own, so that none hides in memory that another left. The estimate speaks of the open session; what runs need comes with the first use.
 */
const folders: Readonly<Record<string, string>> = {
  demo: demoPack,
  sdxl: fileURLToPath(new URL('../test/golden/more/models/tiny-sdxl', import.meta.url)),
  big: bigPack,
};
const which = process.argv[2];
const session = process.argv.at(3);
const pack = await openPack(folders[which]);
const picture = fileURLToPath(new URL('../models/demo/examples/sunset/whale.jpg', import.meta.url));
const recipe = completeRequest({ prompt: 'a castle', seed: 1, steps: 1 }, pack, '');
const factor = vaeFactor(pack.vae.config);
const latents = [4, recipe.height / factor, recipe.width / factor] as const;

const encode = (tower: TextTower): Promise<unknown> =>
  tower.text((text) => encodePlain(text, tower.tokenize('a castle'), tower.projection));
const adam = (tower: TextTower): Promise<unknown> => {
  const target = new Float32Array(tower.projection).fill(1 / Math.sqrt(tower.projection));
  return tower.adam((text) => personaliseByAdam(text, tower.tokenize('a castle'), target, { steps: 1, lr: 1e-4 }));
};
const unet = (models: Models): Promise<unknown> => {
  const states = new Float32Array(77 * pack.unet.config.cross_attention_dim);
  const { second } = pack;
  const zeros = second && new Float32Array(second.projection);
  return generateImages(models, recipe, {
    states,
    negative: states,
    ...(zeros && { embeddings: { prompt: zeros, negative: zeros } }),
  });
};

/** The first use of each session. */
const uses: Readonly<Record<string, (models: Models) => Promise<unknown>>> = {
  'text fp32': encode,
  'adam fp32': adam,
  ...(pack.second && {
    'secondText fp32': (models) => encode(models.second!),
    'secondAdam fp32': (models) => adam(models.second!),
    'secondVision fp32': (models) => embedByTowers(models, picture),
  }),
  'vision fp32': (models) => embedByTowers(models, picture),
  'unet fp32': unet,
  'unet int8': unet,
  'decoder fp32': (models) =>
    decodeLatents(models, new Float32Array(latents.reduce((a, b) => a * b)), latents, undefined),
  'encoder fp32': (models) => encodeStart(models, new Float32Array(3 * recipe.width * recipe.height), recipe),
};

if (session === undefined) {
  const rows = Object.keys(uses).flatMap((name) => {
    const args = [...process.execArgv, fileURLToPath(import.meta.url), which, name];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
    const row: unknown = JSON.parse(stdout.trim().split('\n').at(-1) ?? 'null');
    return row === null ? [] : [row];
  });
  report({ pack: which, rows });
} else {
  const precision = session.endsWith('int8') ? 'int8' : 'fp32';
  const chosen = await chooseDevice('cpu', precision).catch(() => undefined);
  const models = chosen && (await openModels(pack, chosen, { together: Infinity, alone: Infinity }));
  if (models) await uses[session](models);
  const megabytes = (bytes: number): number => round(bytes / 1e6, 1);
  const found = models?.sessions().find(({ name }) => name === session);
  console.log(
    JSON.stringify(
      found
        ? {
            session,
            estimateMB: megabytes(found.estimate),
            openedMB: megabytes(found.opened),
            estimateToOpened: round(found.estimate / found.opened),
            afterFirstUseMB: megabytes(found.bytes),
          }
        : null,
    ),
  );
}
process.exit(0);
