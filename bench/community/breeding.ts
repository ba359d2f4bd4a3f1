import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { bootstrapIntervals } from '../../src/bot/community/bootstrap.js';
import { breedAnyway, estimatorNames, seededRandom } from '../../src/bot/community/index.js';
import type { EstimatorName } from '../../src/bot/community/index.js';
import { contrastVector, cosine, openPack, readAesthetic, readReferences } from '../../src/engine/index.js';
import { demoPack } from '../makePack.js';
import { report, round } from '../measure.js';
import { unit, voteOn } from './members.js';
import type { Candidate } from './members.js';
import { engine, paint, steps, strength } from './painted.js';
import type { PaintedPicture } from './painted.js';
import { chromaOf, deviation, hellinger, meanChroma } from './pixels.js';
import type { Chroma } from './pixels.js';

/**
 * Whether aesthetics that are bred from votes move pictures towards what members like, more than any of the parents that the voted pictures
 * were painted with. 50 simulated servers, each with votes of its own, like one of the three looks of the pack's examples; the parents are the
 * pack's six aesthetics. Votes are by CLIP with noise (members.ts); the measure is made of pixels (pixels.ts), which nothing else uses. And
 * what becomes of the pictures' diversity over five generations of breeding.
 *
 * Pictures are kept in bench/out/community: a run that was stopped goes on.
 */
const serverCount = 50;
/** Of these servers pictures are painted, each with one prompt; two servers share one. */
const judgedServers = 50;
const voteCounts = [300, 100, 30, 10];
const votedPrompts = [
  'airplane',
  'bell',
  'cactus',
  'carrot',
  'cat face',
  'cookie',
  'dolphin',
  'fire',
  'fish',
  'hammer',
];
votedPrompts.push('house', 'key', 'mushroom', 'owl', 'rose', 'umbrella');
const judgedPrompts = ['castle', 'red apple', 'guitar', 'robot', 'rocket', 'crown', 'anchor', 'bicycle', 'bomb'];
judgedPrompts.push('butterfly', 'candle', 'dog face', 'duck', 'elephant', 'eye', 'fox', 'ghost', 'lemon', 'lion');
judgedPrompts.push('penguin', 'pizza', 'sailboat', 'skull', 'strawberry', 'whale');
const [votedSeed, judgedSeed] = [7, 1_007];
/** A closed loop: members vote on pictures of the last generation alone. */
const generations = 5;
const loopPrompts = votedPrompts.slice(0, 8);

const { settings } = await openPack(demoPack);
const parents = new Map<string, Float32Array>();
for (const { name, file } of settings.aesthetics) parents.set(name, readAesthetic(await readFile(file), file).vector);

interface LikedLook {
  readonly name: string;
  readonly direction: Float64Array;
  /** Of its pictures. */
  readonly chroma: Chroma;
}

async function likedLooks(): Promise<LikedLook[]> {
  const folder = join(demoPack, 'examples');
  const reference = (await readReferences(settings.reference ?? '')).first;
  const found: LikedLook[] = [];
  for (const name of (await readdir(folder)).sort()) {
    const files = (await readdir(join(folder, name))).sort().map((file) => join(folder, name, file));
    const direction = unit(contrastVector(await (await engine()).embedImages(files), reference));
    found.push({ name, direction, chroma: meanChroma(await Promise.all(files.map(chromaOf))) });
  }
  return found;
}

const log = (text: string): void => {
  console.error(`${new Date().toISOString().slice(11, 19)} ${text}`);
};
const average = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

log('what is voted on');
const pool: Candidate[] = [];
for (const [prompt, subject] of votedPrompts.entries())
  for (const vector of [undefined, ...parents.values()])
    pool.push({ prompt, vector: (await paint(`a ${subject}`, votedSeed, vector)).vector });

log('parents');
const byParent = new Map<string, Chroma[]>();
for (const [parent, vector] of [['plain', undefined] as const, ...parents]) {
  const chromas: Chroma[] = [];
  for (const subject of judgedPrompts)
    chromas.push(await chromaOf((await paint(`a ${subject}`, judgedSeed, vector)).png));
  byParent.set(parent, chromas);
}

const looks = await likedLooks();
/** Server s likes look s mod 3, and is judged by prompt s. */
const likedBy = (server: number): LikedLook => looks[server % looks.length];

/** Of each look: what is one standard deviation of the distances of what the parents paint. */
const scales = new Map(
  looks.map((look) => [
    look,
    deviation([...byParent.values()].flatMap((chromas) => chromas.map((chroma) => hellinger(chroma, look.chroma)))),
  ]),
);
/** How far a picture is from what a server likes. */
function distance(chroma: Chroma, server: number): number {
  const look = likedBy(server);
  return hellinger(chroma, look.chroma) / (scales.get(look) ?? NaN);
}
const parentDistance = (parent: string, server: number): number =>
  distance(byParent.get(parent)?.[server % judgedPrompts.length] ?? new Float64Array(0), server);

/** The parent whose pictures are nearest to a look over all prompts: chosen by the measure itself, which no bot could know. */
const bestParents = new Map(
  looks.map((look) => {
    const far = (parent: string): number =>
      average((byParent.get(parent) ?? []).map((chroma) => hellinger(chroma, look.chroma)));
    return [look, [...parents.keys()].reduce((best, parent) => (far(parent) < far(best) ? parent : best))];
  }),
);

interface Paired {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** The mean of paired differences and its interval: prompts are resampled, each with the servers that it judges. */
function paired(differences: readonly number[]): Paired {
  const prompts = judgedPrompts.map((_, prompt) =>
    differences.filter((_value, server) => server % judgedPrompts.length === prompt),
  );
  const [{ low, high }] = bootstrapIntervals(prompts.length, seededRandom('paired'), (counts) => {
    const drawn = prompts.flatMap((values, prompt) => values.map((value) => ({ value, times: counts[prompt] })));
    const times = drawn.reduce((sum, one) => sum + one.times, 0);
    return [drawn.reduce((sum, one) => sum + one.times * one.value, 0) / times];
  });
  return { mean: round(average(differences)), low: round(low), high: round(high) };
}

const text = ({ mean, low, high }: Paired): string => `${mean} (${low} to ${high})`;
const rows: Record<string, unknown>[] = [];
const distancesOf = new Map<string, number[]>();

/** By how much what `vectors` paint is nearer to what members like: than the best parent's, than each parent's, and than plain. */
async function judge(name: string, votes: number, vectors: readonly (Float32Array | undefined)[]): Promise<void> {
  log(`${name} ${votes}`);
  const distances: number[] = [];
  for (let server = 0; server < judgedServers; server++) {
    const prompt = `a ${judgedPrompts[server % judgedPrompts.length]}`;
    // No vector: as without an aesthetic.
    distances.push(distance(await chromaOf((await paint(prompt, judgedSeed, vectors[server])).png), server));
  }
  distancesOf.set(`${name} ${votes}`, distances);
  const nearerThan = (parent: (server: number) => string): Paired =>
    paired(distances.map((value, server) => parentDistance(parent(server), server) - value));
  const each = Object.fromEntries([...parents.keys()].map((parent) => [parent, text(nearerThan(() => parent))]));
  const cosines = vectors.map((vector, s) => (vector ? cosine(vector, Float32Array.from(likedBy(s).direction)) : 0));
  rows.push({
    name,
    votes,
    cosine: round(average(cosines)),
    nearerThanBest: text(nearerThan((server) => bestParents.get(likedBy(server)) ?? '')),
    nearerThanPlain: text(nearerThan(() => 'plain')),
    ...each,
    none: vectors.filter((vector) => vector === undefined).length,
  });
  log(JSON.stringify(rows.at(-1)));
}

const bred = (estimator: EstimatorName, count: number): (Float32Array | undefined)[] =>
  Array.from({ length: serverCount }, (_, server) =>
    breedAnyway(estimator, voteOn(pool, likedBy(server).direction, count, seededRandom(`votes ${server}`))),
  );

await judge(
  'the look itself',
  0,
  Array.from({ length: serverCount }, (_, server) => Float32Array.from(likedBy(server).direction)),
);
const versus: Record<string, string> = {};
for (const count of voteCounts) {
  for (const estimator of estimatorNames) await judge(estimator, count, bred(estimator, count));
  const [contrast, differences] = estimatorNames.map((name) => distancesOf.get(`${name} ${count}`) ?? []);
  versus[String(count)] = text(paired(contrast.map((value, server) => value - differences[server])));
}

/** Mean of 1 − cosine over all pairs. */
function diversity(pictures: readonly PaintedPicture[]): number {
  const distances: number[] = [];
  for (let i = 0; i < pictures.length; i++)
    for (let j = 0; j < i; j++) distances.push(1 - cosine(pictures[i].vector, pictures[j].vector));
  return average(distances);
}

async function painted(vector?: Float32Array): Promise<PaintedPicture[]> {
  const pictures: PaintedPicture[] = [];
  for (const subject of loopPrompts) pictures.push(await paint(`a ${subject}`, votedSeed, vector));
  return pictures;
}

const diversityRows: Record<string, number>[] = [];
let population = [...parents.values()];
for (let generation = 0; generation <= generations; generation++) {
  log(`generation ${generation}`);
  const pictures: PaintedPicture[][] = [];
  for (const vector of population) pictures.push(await painted(vector));
  const cosines = population.map((vector) => cosine(vector, Float32Array.from(looks[0].direction)));
  diversityRows.push({
    generation,
    within: round(average(pictures.map(diversity)), 3),
    all: round(diversity(pictures.flat()), 3),
    cosine: round(average(cosines)),
  });
  const candidates = pictures.flatMap((own) => own.map(({ vector }, prompt) => ({ vector, prompt })));
  // Two of each generation, of the votes of two halves of the server, so that there is something to compare.
  population = ['one half', 'other half'].flatMap((half) => {
    const votes = voteOn(candidates, looks[0].direction, 100, seededRandom(`${generation} ${half}`));
    return breedAnyway('pairDifferences', votes) ?? [];
  });
}
const plainDiversity = round(diversity(await painted()), 3);
await (await engine()).close();
report({
  servers: serverCount,
  judgedServers,
  steps,
  strength,
  pack: basename(demoPack),
  bestParents: Object.fromEntries([...bestParents].map(([{ name }, parent]) => [name, parent])),
  pairDifferencesNearerThanContrast: versus,
  plainDiversity,
  diversity: diversityRows,
  rows,
});
