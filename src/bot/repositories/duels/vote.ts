import { ChoiceKind, DuelStatus, GenerationStatus, Prisma } from '../../../generated/prisma/client.js';
import type { PrismaClient } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import { BotError } from '../../errors.js';
import { resolvedOptions } from '../generations/jsonColumns.js';
import { madeOne, recordChoice } from './choices.js';
import type { RecordedChoice } from './choices.js';

/** A press below a generation's pictures. */
export interface PictureChoice {
  readonly guildId: string;
  readonly generationId: string;
  readonly memberId: string;
  /** Index of the picture; null: no difference. */
  readonly best: number | null;
}

export interface CountedChoice extends RecordedChoice {
  readonly own: boolean;
}

/**
 * A member's vote in a duel. It holds the duel while it is written, so that it is in the totals or finds the duel closed, and never
 * between. Undefined where voting is over.
 * @throws BotError where the duel is another guild's, was taken back, or is not painted yet
 */
export async function voteInDuel(
  client: PrismaClient,
  { guildId, generationId, memberId, best }: PictureChoice,
  now: number,
): Promise<CountedChoice | undefined> {
  return client.$transaction(async (db) => {
    const duel = await holdDuel(db, guildId, generationId);
    if (!duel || duel.status === DuelStatus.cancelled) throw new BotError('duelGone');
    if (duel.status === DuelStatus.closed || (duel.closesAt && duel.closesAt.getTime() <= now)) return undefined;
    const { wish, generationStatus, creatorId } = duel;
    // Until the posting is recorded, members may see the pictures already.
    if (generationStatus !== GenerationStatus.painted && generationStatus !== GenerationStatus.delivered)
      throw new BotError('notPainted');
    const sides = resolvedOptions.parse(wish).duel?.sides ?? [];
    const aestheticIds = sides.map((side) => side?.id ?? '');
    const imageIds = await imagesOf(db, generationId);
    const own = creatorId === memberId || (await madeOne(db, memberId, aestheticIds));
    const duelId = idOf(duel.id);
    const choice = { guildId, memberId, kind: ChoiceKind.duel, subject: duelId, duelId, imageIds, aestheticIds, best };
    return { ...(await recordChoice(db, { ...choice, own }, now)), own };
  });
}

interface HeldDuel {
  readonly id: string;
  readonly status: DuelStatus;
  readonly closesAt: Date | null;
  readonly creatorId: string;
  readonly wish: unknown;
  readonly generationStatus: GenerationStatus;
}

/** Whoever closes it waits until the end of this transaction; other votes do not. */
async function holdDuel(db: Db, guildId: string, generationId: string): Promise<HeldDuel | undefined> {
  const rows = await db.$queryRaw<HeldDuel[]>(Prisma.sql`
    SELECT d.id, d.status::text AS status, d.closes_at AS "closesAt", d.creator_id AS "creatorId", g.wish,
      g.status::text AS "generationStatus"
    FROM duel d JOIN generation g ON g.id = d.generation_id
    WHERE d.generation_id = ${uuidOf(generationId)}::uuid AND d.guild_id = ${guildId} AND g.deleted_at IS NULL
    FOR SHARE OF d`);
  return rows.at(0);
}

async function imagesOf(db: Db, generationId: string): Promise<string[]> {
  const where = { generationId: uuidOf(generationId) };
  const rows = await db.generatedImage.findMany({ where, select: { id: true }, orderBy: { index: 'asc' } });
  return rows.map(({ id }) => idOf(id));
}

/** Of a request, how many pictures are compared by "the best of these". */
const pictures = { least: 2, most: 4 };

/**
 * The picture of a request that a member finds best.
 * @throws BotError where the request is another guild's, was taken back, is a duel, or has no such picture
 */
export async function chooseBest(
  client: PrismaClient,
  { guildId, generationId, memberId, best }: PictureChoice & { readonly best: number },
  now: number,
): Promise<CountedChoice> {
  return client.$transaction(async (db) => {
    const row = await db.generation.findFirst({
      where: { id: uuidOf(generationId), guildId, deletedAt: null, background: false, duel: null },
      select: {
        memberId: true,
        imagineOptions: true,
        images: { orderBy: { index: 'asc' }, select: { id: true, plain: true } },
      },
    });
    const images = row?.images ?? [];
    if (!row || images.length < pictures.least || images.length > pictures.most || best >= images.length)
      throw new BotError('gone');
    const { aesthetic } = resolvedOptions.parse(row.imagineOptions);
    const aestheticIds = images.map(({ plain }) => (plain || !aesthetic ? '' : aesthetic.id));
    const own = row.memberId === memberId || (await madeOne(db, memberId, aestheticIds));
    const imageIds = images.map(({ id }) => idOf(id));
    const choice = {
      guildId,
      memberId,
      kind: ChoiceKind.best,
      subject: generationId,
      imageIds,
      aestheticIds,
      best,
      own,
    };
    return { ...(await recordChoice(db, choice, now)), own };
  });
}
