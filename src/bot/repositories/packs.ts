import { z } from 'zod';
import { aestheticKinds, presetNames, samplerNames } from '../../engine/index.js';
import type { Pack as PackRow } from '../../generated/prisma/client.js';
import type { Db } from '../database/connection.js';
import { ownBytes, vectorBytes, vectorOf } from '../database/vectors.js';
import type { PackSummary } from '../types.js';

const preset = z.enum(presetNames);

/** What the bot needs of a pack's settings. */
const packSettings = z.object({
  title: z.string(),
  knows: z.array(z.string()),
  prompts: z.array(z.string()),
  /** Absent in what earlier versions published. */
  upscale: z.number().default(1),
  /** Absent, likewise: its safety checker looks at pictures where that is asked for. */
  checks: z.boolean().default(false),
  /** Absent, likewise: that of most models. */
  sizeMultiple: z.number().default(64),
  /** Absent, likewise: names of the LoRAs that are there and fit it. */
  loras: z.array(z.string()).default([]),
  presets: z.record(preset, z.number()),
  defaults: z.object({
    size: z.object({ width: z.number(), height: z.number() }),
    sampler: z.enum(samplerNames),
    steps: z.number(),
    guidance: z.number(),
    kind: z.enum(aestheticKinds),
    strength: z.union([z.number(), preset]),
  }),
  /** Absent in what earlier versions published: the worker refuses what it cannot do. */
  limits: z
    .object({
      size: z.object({ multiple: z.number(), min: z.number(), max: z.number() }),
      clipSkip: z.number(),
      unusableSteps: z.partialRecord(z.enum(samplerNames), z.array(z.number()).readonly()),
    })
    .exactOptional(),
});
type PublishedSettings = z.infer<typeof packSettings>;

/** A pack as the worker that serves it published it. */
export interface PublishedPack {
  readonly name: string;
  readonly clipId: string;
  /** What is in it, by the engine's `contentId`; absent: published by an earlier version. */
  readonly contentId?: string;
  /** Length of its embeddings. */
  readonly projection: number;
  readonly settings: PublishedSettings;
  readonly reference?: Float32Array;
  /** Of the second text encoder's CLIP, where the pack has that with its vision tower. */
  readonly secondClipId?: string;
  readonly secondReference?: Float32Array;
  readonly checked: boolean;
}

/** Makes a pack known to every process, or brings it up to date. */
export async function publishPack(db: Db, pack: PublishedPack, now: number): Promise<void> {
  const { name, contentId, clipId, projection, settings, reference, checked, secondClipId, secondReference } = pack;
  const data = {
    clipId,
    projection,
    settings,
    checked,
    contentId: contentId ?? null,
    reference: reference ? ownBytes(vectorBytes(reference)) : null,
    secondClipId: secondClipId ?? null,
    secondReference: secondReference ? ownBytes(vectorBytes(secondReference)) : null,
    publishedAt: new Date(now),
  };
  await db.pack.upsert({ where: { name }, create: { name, ...data }, update: data });
}

export async function findPublishedPack(db: Db, name: string): Promise<PublishedPack | undefined> {
  const row = await db.pack.findUnique({ where: { name } });
  return row ? packOf(row) : undefined;
}

export async function listPublishedPacks(db: Db): Promise<PublishedPack[]> {
  return (await db.pack.findMany({ orderBy: { name: 'asc' } })).map(packOf);
}

export async function publishedPackNames(db: Db): Promise<string[]> {
  return (await db.pack.findMany({ select: { name: true } })).map(({ name }) => name);
}

/** It can be neither chosen nor painted with until it is published anew; what was painted with it stays. */
export async function withdrawPack(db: Db, name: string): Promise<void> {
  await db.pack.deleteMany({ where: { name } });
}

/** As members see it. */
export function packSummary({ name, settings, checked, reference }: PublishedPack): PackSummary {
  const { title, presets, defaults, prompts, sizeMultiple, loras } = settings;
  return {
    name,
    title,
    checked,
    presets,
    defaults: { kind: defaults.kind, strength: defaults.strength },
    prompts,
    size: defaults.size,
    sizeMultiple,
    loras,
    hasReference: reference !== undefined,
  };
}

function packOf({ name, clipId, projection, settings, reference, checked, ...row }: PackRow): PublishedPack {
  return {
    name,
    clipId,
    projection,
    checked,
    settings: packSettings.parse(settings),
    ...(row.contentId !== null && { contentId: row.contentId }),
    ...(reference && { reference: vectorOf(reference) }),
    ...(row.secondClipId !== null && { secondClipId: row.secondClipId }),
    ...(row.secondReference && { secondReference: vectorOf(row.secondReference) }),
  };
}
