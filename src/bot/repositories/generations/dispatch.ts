import { GenerationStatus, Prisma } from '../../../generated/prisma/client.js';
import type { Db } from '../../database/connection.js';
import { idOf, uuidOf } from '../../database/ids.js';
import { paintersOf } from '../workers.js';
import type { Painter } from '../workers.js';

const { waiting, dispatched, painting, painted, delivered } = GenerationStatus;

/** A request as the fairness rule sees it. */
export interface WaitingRequest {
  readonly id: string;
  readonly guildId: string;
  readonly memberId: string;
  readonly cost: number;
  readonly createdAt: number;
  readonly background: boolean;
  /** What is in its pack; absent: any worker's. */
  readonly content?: string;
  /** It makes or changes an aesthetic, beside painting. */
  readonly making?: true;
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
  /** On which turn it was handed out. */
  readonly turn?: number;
}

const shown = {
  id: true,
  guildId: true,
  memberId: true,
  cost: true,
  createdAt: true,
  background: true,
  making: true,
  packContent: true,
  shownPlace: true,
  dispatchedAt: true,
  startedAt: true,
  status: true,
  turn: true,
} as const;

/** One dispatcher at a time, in whatever process; held until the transaction ends. */
export async function lockDispatcher(db: Db): Promise<void> {
  await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('aesthete:dispatcher'))`;
}

/** All that decides who is painted when, of one moment. */
export interface OpenRequests {
  /** For pictures, oldest first. */
  readonly waiting: readonly WaitingRequest[];
  /** For pictures, in the order in which they were handed out. */
  readonly running: readonly RunningRequest[];
  /** For aesthetics. */
  readonly makings: { readonly waiting: readonly WaitingRequest[]; readonly running: number };
  /** What was handed out since, and all that still runs. */
  readonly spent: readonly SpentCost[];
}

/** What waits, what runs, and what was handed out since `since`: in one statement, since every request reads it. */
export async function openRequests(db: Db, since: number): Promise<OpenRequests> {
  const rows = await findRequests(db, {
    OR: [
      { status: { in: [waiting, dispatched, painting] } },
      { OR: [{ background: false }, { making: true }], dispatchedAt: { gte: new Date(since) } },
    ],
  });
  const pictures = rows.filter(({ making }) => !making);
  const makings = rows.filter(({ making }) => making);
  return {
    waiting: waitingOf(pictures),
    running: runningOf(pictures),
    makings: { waiting: waitingOf(makings), running: runningOf(makings).length },
    spent: rows.flatMap((row) => {
      const { id, guildId, memberId, cost, dispatchedAt, background, making, status } = row;
      // One that waits again after it was handed out has given its turn back, but what it took is spent.
      if ((background && !making) || !dispatchedAt || (status === waiting && dispatchedAt.getTime() < since)) return [];
      return [{ id: idOf(id), guildId, memberId, cost, dispatchedAt: dispatchedAt.getTime(), running: isRunning(row) }];
    }),
  };
}

/** Oldest first. */
export async function waitingRequests(db: Db): Promise<WaitingRequest[]> {
  return waitingOf(await findRequests(db, { status: waiting }));
}

/** In the order in which they were handed out. */
export async function runningRequests(db: Db): Promise<RunningRequest[]> {
  return runningOf(await findRequests(db, { status: { in: [dispatched, painting] } }));
}

function findRequests(db: Db, where: Prisma.GenerationWhereInput) {
  return db.generation.findMany({ where, select: shown, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] });
}

type RequestRow = Awaited<ReturnType<typeof findRequests>>[number];

function isRunning({ status }: Pick<RequestRow, 'status'>): boolean {
  return status === dispatched || status === painting;
}

function waitingOf(rows: readonly RequestRow[]): WaitingRequest[] {
  return rows.filter(({ status }) => status === waiting).map(requestOf);
}

function runningOf(rows: readonly RequestRow[]): RunningRequest[] {
  return rows
    .filter(isRunning)
    .sort((a, b) => (a.turn ?? 0) - (b.turn ?? 0))
    .map((row) => ({
      ...requestOf(row),
      dispatchedAt: (row.dispatchedAt ?? row.createdAt).getTime(),
      ...(row.turn !== null && { turn: row.turn }),
      ...(row.status === painting && row.startedAt && { startedAt: row.startedAt.getTime() }),
    }));
}

/** How many were handed out so far, how many can be painted at once, and how long a unit of cost takes. */
export interface Throughput {
  readonly turns: number;
  readonly slots: number;
  /** Milliseconds: the median of the last twenty paintings; undefined until something has been timed. */
  readonly msPerCost: number | undefined;
  /** Whether a worker is there, ready or about to be. */
  readonly isWorkerThere: boolean;
  readonly painters: readonly Painter[];
}

export async function throughput(db: Db, workersSeenSince: number): Promise<Throughput> {
  const since = new Date(workersSeenSince);
  const [row] = await db.$queryRaw<[{ turns: number | null; painters: unknown; ms: number | null }]>(Prisma.sql`
    SELECT (SELECT max(turn) FROM generation) AS turns,
      (SELECT coalesce(json_agg(json_build_object('slots', slots, 'packs', packs)), '[]') FROM painter WHERE seen_at >= ${since}) AS painters,
      (${medianMsPerCost}) AS ms`);
  const painters = paintersOf(row.painters);
  return {
    turns: row.turns ?? 0,
    slots: painters.reduce((sum, { slots }) => sum + slots, 0),
    painters,
    msPerCost: row.ms ?? undefined,
    isWorkerThere: painters.length > 0,
  };
}

/** `turn`: its number among the pictures' requests; absent for others. */
export async function markDispatched(db: Db, id: string, turn: number | undefined, now: number): Promise<void> {
  await db.generation.update({
    where: { id: uuidOf(id) },
    data: { status: dispatched, turn: turn ?? null, dispatchedAt: new Date(now), startedAt: null },
  });
}

/** The latest twenty of one status: an index has them in this order, and of two statuses none has. */
const latest = (status: GenerationStatus): Prisma.Sql => Prisma.sql`(
    SELECT finished_at, started_at, cost FROM generation
    WHERE status = ${status}::generation_status AND finished_at IS NOT NULL AND cost > 0 AND started_at IS NOT NULL
      AND NOT making
    ORDER BY finished_at DESC LIMIT 20)`;

/** The query of `msPerCost`. */
export const medianMsPerCost = Prisma.sql`
  SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY ms)::float8 AS ms FROM (
    SELECT extract(epoch FROM finished_at - started_at) * 1000 / cost AS ms
    FROM (${latest(painted)} UNION ALL ${latest(delivered)}) ended
    ORDER BY finished_at DESC LIMIT 20) last`;

/** Milliseconds that a unit of cost took: the median of the last twenty paintings. */
export async function msPerCost(db: Db): Promise<number | undefined> {
  const [row] = await db.$queryRaw<{ ms: number | null }[]>(medianMsPerCost);
  return row.ms ?? undefined;
}

function requestOf(row: RequestRow): WaitingRequest {
  const { id, guildId, memberId, cost, createdAt, background, making, packContent, shownPlace } = row;
  return {
    ...{ id: idOf(id), guildId, memberId, cost, createdAt: createdAt.getTime(), background },
    ...(making && { making }),
    ...(packContent !== null && { content: packContent }),
    ...(shownPlace !== null && { shownPlace }),
  };
}
