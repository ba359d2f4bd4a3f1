import type { Generation as Row, GenerationStatus } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import type { Failure } from '../../errors.js';
import type { Generation, GenerationState } from '../../types.js';
import { resolvedOptions, outcome, storedFailure, storedProgress } from './jsonColumns.js';
import type { ResolvedOptions, StoredOutcome, StoredProgress } from './jsonColumns.js';

/** The reply that shows a generation, and how it may be edited. */
export interface Reply {
  readonly applicationId: string;
  readonly token?: string;
  /** Milliseconds since 1970. */
  readonly tokenIssuedAt?: number;
  readonly channelId: string;
  readonly messageId?: string;
  /** Bytes a file that Discord takes there. */
  readonly attachmentLimit: number;
  /** Of its server, as Discord writes it; absent in rows of earlier versions. */
  readonly locale?: string;
  /** A new message may have been posted by a process that died before it could record it. */
  readonly postingAt?: number;
}

/** A generation with all that painting and delivering need. */
export interface StoredGeneration extends Generation {
  readonly status: GenerationStatus;
  readonly pack: string;
  /** What was in it when the request was accepted. */
  readonly packContent?: string;
  readonly imagineOptions: ResolvedOptions;
  readonly outcome?: StoredOutcome;
  readonly background: boolean;
  /** Of the aesthetic's version; the database's form. */
  readonly versionUuid?: string;
  readonly reply: Reply;
  readonly cost: number;
  readonly attempts: number;
  readonly repaints: number;
  readonly progress?: StoredProgress;
  readonly error?: Failure;
  readonly shownPlace?: number;
  /** On which turn it was handed out. */
  readonly turn?: number;
  readonly createdAt: number;
  readonly startedAt?: number;
  readonly finishedAt?: number;
  readonly deliveredAt?: number;
}

const states: Record<GenerationStatus, GenerationState> = {
  waiting: 'waiting',
  dispatched: 'waiting',
  painting: 'painting',
  painted: 'done',
  delivered: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
};

/** The generation of that id, in whatever guild: for jobs, whose ids are ours. */
export async function generationById(db: Db, id: string): Promise<StoredGeneration | undefined> {
  const row = await db.generation.findUnique({ where: { id: uuidOf(id) } });
  return row ? generationOf(row) : undefined;
}

/** The generation of that id in that guild: for members, whose ids may be forged. */
export async function findGeneration(db: Db, guildId: string, id: string): Promise<StoredGeneration | undefined> {
  const row = await db.generation.findUnique({ where: { id: uuidOf(id), guildId, deletedAt: null, removedAt: null } });
  return row ? generationOf(row) : undefined;
}

export function generationOf(row: Row): StoredGeneration {
  const ms = (date: Date | null): number | undefined => date?.getTime();
  const { messageId, channelId, outcome: told, progress, error } = row;
  return defined<StoredGeneration>({
    id: idOf(row.id),
    guildId: row.guildId,
    channelId,
    askerId: row.memberId,
    state: states[row.status],
    status: row.status,
    messageId: messageId ?? undefined,
    pack: row.pack,
    packContent: row.packContent ?? undefined,
    imagineOptions: resolvedOptions.parse(row.imagineOptions),
    outcome: told === null ? undefined : outcome.parse(told),
    progress: progress === null ? undefined : storedProgress.parse(progress),
    error: error === null ? undefined : storedFailure.parse(error),
    background: row.background,
    versionUuid: row.aestheticVersionId ?? undefined,
    cost: row.cost,
    attempts: row.attempts,
    repaints: row.repaints,
    shownPlace: row.shownPlace ?? undefined,
    turn: row.turn ?? undefined,
    createdAt: row.createdAt.getTime(),
    startedAt: ms(row.startedAt),
    finishedAt: ms(row.finishedAt),
    deliveredAt: ms(row.deliveredAt),
    reply: defined<Reply>({
      applicationId: row.applicationId,
      channelId,
      attachmentLimit: row.attachmentLimit,
      token: row.token ?? undefined,
      tokenIssuedAt: ms(row.tokenIssuedAt),
      messageId: messageId ?? undefined,
      locale: row.locale ?? undefined,
      postingAt: ms(row.postingAt),
    }),
  });
}

/** T with its optional fields given as possibly undefined: those that are, left out. */
function defined<T extends object>(fields: {
  [K in keyof T]-?: undefined extends T[K] ? T[K] | undefined : OrUndefined<T, K>;
}): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

type OrUndefined<T, K extends keyof T> = object extends Pick<T, K> ? T[K] | undefined : T[K];
