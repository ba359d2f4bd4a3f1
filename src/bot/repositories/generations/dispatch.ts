import { GenerationStatus, Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';

const { waiting, dispatched, painting } = GenerationStatus;

/** A request as the fairness rule sees it. */
export interface WaitingRequest {
  readonly id: string;
  readonly guildId: string;
  readonly memberId: string;
  readonly cost: number;
  readonly createdAt: number;
  readonly background: boolean;
  /** The place that its reply shows. */
  readonly shownPlace?: number;
}

/** A request that was handed out. */
export interface SpentCost {
  readonly id: string;
  readonly guildId: string;
  readonly memberId: string;
  readonly cost: number;
  readonly dispatchedAt: number;
  /** Still waiting for its worker, or being painted. */
  readonly running: boolean;
}

/** A request that holds a slot. */
export interface RunningRequest extends WaitingRequest {
  readonly dispatchedAt: number;
  /** Absent while its worker has not begun. */
  readonly startedAt?: number;
}

const shown = {
  id: true,
  guildId: true,
  memberId: true,
  cost: true,
  createdAt: true,
  background: true,
  shownPlace: true,
} as const;

/** One dispatcher at a time, in whatever process; held until the transaction ends. */
export async function lockDispatcher(db: Db): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('aesthete:dispatcher'))`;
}

export async function waitingRequests(db: Db): Promise<WaitingRequest[]> {
  const rows = await db.generation.findMany({
    where: { status: waiting },
    select: shown,
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(requestOf);
}

export async function runningRequests(db: Db): Promise<RunningRequest[]> {
  const rows = await db.generation.findMany({
    where: { status: { in: [dispatched, painting] } },
    select: { ...shown, dispatchedAt: true, startedAt: true, status: true },
    orderBy: { turn: 'asc' },
  });
  return rows.map(({ dispatchedAt, startedAt, status, ...row }) => ({
    ...requestOf(row),
    dispatchedAt: (dispatchedAt ?? row.createdAt).getTime(),
    ...(status === painting && startedAt && { startedAt: startedAt.getTime() }),
  }));
}

/** What was handed out since, and all that still runs. */
export async function spentRequests(db: Db, since: number): Promise<SpentCost[]> {
  const rows = await db.generation.findMany({
    where: {
      background: false,
      OR: [{ dispatchedAt: { gte: new Date(since) } }, { status: { in: [dispatched, painting] } }],
    },
    select: { id: true, guildId: true, memberId: true, cost: true, dispatchedAt: true, status: true },
  });
  return rows.flatMap(({ dispatchedAt, status, ...row }) =>
    dispatchedAt
      ? [
          {
            ...row,
            id: idOf(row.id),
            dispatchedAt: dispatchedAt.getTime(),
            running: status === dispatched || status === painting,
          },
        ]
      : [],
  );
}

/** How many were handed out so far. */
export async function lastTurn(db: Db): Promise<number> {
  return (await db.generation.aggregate({ _max: { turn: true } }))._max.turn ?? 0;
}

export async function markDispatched(db: Db, id: string, turn: number, now: number): Promise<void> {
  await db.generation.update({
    where: { id: uuidOf(id) },
    data: { status: dispatched, turn, dispatchedAt: new Date(now), startedAt: null },
  });
}

/** Milliseconds that a unit of cost took: the median of the last twenty paintings. */
export async function msPerCost(db: Db): Promise<number | undefined> {
  const [row] = await db.$queryRaw<{ ms: number | null }[]>(Prisma.sql`
    SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms)::float8 AS ms FROM (
      SELECT extract(epoch FROM finished_at - started_at) * 1000 / cost AS ms
      FROM generation
      WHERE status IN ('painted', 'delivered') AND cost > 0 AND started_at IS NOT NULL
      ORDER BY finished_at DESC LIMIT 20) last`);
  return row.ms ?? undefined;
}

type RequestRow = Omit<WaitingRequest, 'createdAt' | 'shownPlace'> & { createdAt: Date; shownPlace: number | null };

function requestOf({ id, guildId, memberId, cost, createdAt, background, shownPlace }: RequestRow): WaitingRequest {
  const request = { id: idOf(id), guildId, memberId, cost, createdAt: createdAt.getTime(), background };
  return shownPlace === null ? request : { ...request, shownPlace };
}
