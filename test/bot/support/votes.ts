import { uuidOf } from '../../../src/bot/database/ids.js';
import { ownBytes, vectorBytes } from '../../../src/bot/database/vectors.js';
import { findVersion, newId } from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';
import { generation, pack } from './rows.js';

export interface GivenPicture {
  readonly guildId: string;
  readonly askerId: string;
  readonly vector: Float32Array;
  readonly prompt?: string;
  /** Id and version; absent: plain. */
  readonly aesthetic?: { readonly id: string; readonly version: number };
  readonly pack?: string;
}

/** A picture as it is kept after painting, straight into the database. Returns its id. */
export async function picture({ client, ...store }: Store, given: GivenPicture): Promise<string> {
  const { guildId, askerId, vector, prompt = 'a castle', aesthetic, pack: packName = pack.name } = given;
  const version = aesthetic && (await findVersion(client, guildId, aesthetic.id, aesthetic.version));
  const painted = await generation(
    { client, ...store },
    {
      guildId,
      askerId,
      pack: packName,
      imagineOptions: { prompt },
      ...(version && { versionUuid: version.id }),
    },
  );
  const id = newId();
  await client.generatedImage.create({
    data: {
      id: uuidOf(id),
      generationId: uuidOf(painted.id),
      index: 0,
      seed: 1n,
      width: 8,
      height: 8,
      vector: ownBytes(vectorBytes(vector)),
      thumbnail: Uint8Array.of(1, 2),
      aestheticVersionId: version?.id ?? null,
    },
  });
  return id;
}

/** A like or dislike, straight into the database. */
export async function like(
  { client }: Store,
  guildId: string,
  memberId: string,
  imageId: string,
  value: 1 | -1,
  { own = false, at = new Date() }: { readonly own?: boolean; readonly at?: Date } = {},
): Promise<void> {
  const image = await client.generatedImage.findUniqueOrThrow({
    where: { id: uuidOf(imageId) },
    select: { generation: { select: { memberId: true } } },
  });
  const askerId = image.generation.memberId;
  await client.pictureVote.create({
    data: { guildId, memberId, imageId: uuidOf(imageId), askerId, value, own, votedAt: at },
  });
}

/** A choice among pictures, straight into the database. `best`: its index. */
export async function choose(
  { client }: Store,
  guildId: string,
  memberId: string,
  imageIds: readonly string[],
  best: number | null,
  reason: string | null = null,
): Promise<void> {
  await client.choice.create({
    data: {
      id: uuidOf(newId()),
      guildId,
      memberId,
      kind: 'stream',
      subject: imageIds.join(' '),
      imageIds: imageIds.map(uuidOf),
      aestheticIds: imageIds.map(() => ''),
      best,
      reason,
      own: false,
      chosenAt: new Date(),
    },
  });
}
