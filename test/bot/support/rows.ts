import { uuidOf } from '../../../src/bot/database/ids.js';
import { insertGeneration, newId, publishPack, publishBuiltIn } from '../../../src/bot/repositories/index.js';
import type {
  ResolvedOptions,
  EmbeddedImage,
  PublishedPack,
  Store,
  StoredGeneration,
} from '../../../src/bot/repositories/index.js';

/** A pack of three-dimensional vectors. */
export const pack: PublishedPack = {
  name: 'tiny',
  clipId: 'clip-a',
  projection: 3,
  checked: true,
  reference: Float32Array.of(1, 1, 1),
  settings: {
    title: 'Tiny',
    knows: [],
    prompts: [],
    upscale: 1,
    sizeMultiple: 8,
    checks: false,
    loras: [],
    presets: { subtle: 0.4, balanced: 0.7, strong: 1 },
    defaults: {
      size: { width: 512, height: 512 },
      sampler: 'ddim',
      steps: 20,
      guidance: 7,
      kind: 'mean',
      strength: 'balanced',
    },
  },
};

/** Makes `pack` and its ready-made aesthetic `mist` known. */
export async function publish(store: Store): Promise<void> {
  await publishPack(store.client, pack, Date.now());
  await publishBuiltIn(store.client, pack.name, [
    { name: 'Mist', kind: 'mean', vector: Float32Array.of(0, 0, 1), count: 4, clipId: pack.clipId, note: 'grey' },
  ]);
}

/** A source image whose hash is its vector's text. */
export function image(...values: number[]): EmbeddedImage {
  return { vector: Float32Array.from(values), sha256: values.join(), thumbnail: Uint8Array.of(1, 2, 3) };
}

const noCaps = { memberCap: 1000, guildCap: 1000 };

export interface GivenGeneration {
  readonly guildId?: string;
  readonly askerId?: string;
  readonly channelId?: string;
  readonly messageId?: string;
  readonly imagineOptions?: Partial<ResolvedOptions>;
  readonly versionUuid?: string;
  readonly cost?: number;
  readonly issuedAt?: number;
  readonly pack?: string;
  readonly background?: boolean;
  readonly locale?: string;
}

/** A waiting generation, straight into the database. */
export function generation(store: Store, given: GivenGeneration = {}, now = Date.now()): Promise<StoredGeneration> {
  const {
    guildId = '1',
    askerId = '3',
    channelId = '2',
    messageId = '5',
    cost = 10,
    issuedAt = now,
    imagineOptions,
    versionUuid,
  } = given;
  const reply = {
    applicationId: '4',
    token: 'token',
    tokenIssuedAt: issuedAt,
    channelId,
    messageId,
    attachmentLimit: 10 * 2 ** 20,
    ...(given.locale !== undefined && { locale: given.locale }),
  };
  return insertGeneration(
    store.client,
    {
      guildId,
      askerId,
      cost,
      reply,
      pack: given.pack ?? pack.name,
      imagineOptions: { prompt: 'a castle', aesthetic: null, seed: 42, count: 1, ...imagineOptions },
      ...(versionUuid !== undefined && { versionUuid }),
      ...(given.background !== undefined && { background: given.background }),
    },
    noCaps,
    now,
  );
}

/** A delivered generation with its pictures, whose ids it gives. */
export async function pictures(
  store: Store,
  { count = 1, plain = false, ...given }: GivenGeneration & { readonly count?: number; readonly plain?: boolean } = {},
): Promise<{ readonly id: string; readonly pictureIds: readonly string[] }> {
  const { id } = await generation(store, given);
  await store.client.generation.update({
    where: { id: uuidOf(id) },
    data: { status: 'delivered', deliveredAt: new Date() },
  });
  const pictureIds = Array.from({ length: count }, () => newId());
  await store.client.generatedImage.createMany({
    data: pictureIds.map((picture, index) => ({
      id: uuidOf(picture),
      generationId: uuidOf(id),
      index,
      seed: BigInt(42 + index),
      plain,
      width: 8,
      height: 8,
      vector: Buffer.alloc(12),
      thumbnail: Buffer.of(index),
      aestheticVersionId: plain ? null : (given.versionUuid ?? null),
    })),
  });
  return { id, pictureIds };
}
