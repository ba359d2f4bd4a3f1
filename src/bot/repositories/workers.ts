import { z } from 'zod';
import type { Db } from '../database/connection.js';
import { uuidOf } from '../database/ids.js';
import type { WorkerStatus } from '../types.js';

/** A painting process that was not seen for this long is gone. */
export const aliveMs = 15_000;
/** How often one says that it is there. */
export const heartbeatMs = 4_000;

export interface WorkerReport {
  readonly id: string;
  /** 0 until it has shown that it can paint. */
  readonly slots: number;
  readonly device: string;
  /** What it serves; absent: what names nothing. */
  readonly packs?: readonly ServedPack[];
  /** Milliseconds that a unit of cost took it lately; absent until it has painted. */
  readonly msPerCost?: number;
}

/** A pack as members choose it, and what is in it. */
export interface ServedPack {
  readonly name: string;
  readonly content: string;
}

/** A painting process, ready or about to be. */
export interface Painter {
  readonly slots: number;
  readonly packs: readonly ServedPack[];
}

const painters = z.array(
  z.object({ slots: z.number(), packs: z.array(z.object({ name: z.string(), content: z.string() })) }),
);

/** As the database has them. */
export function paintersOf(rows: unknown): readonly Painter[] {
  return painters.parse(rows);
}

/** Those that are alive. */
export async function livePainters(db: Db, now: number): Promise<readonly Painter[]> {
  return paintersOf(
    await db.painter.findMany({
      where: { seenAt: { gte: new Date(now - aliveMs) } },
      select: { slots: true, packs: true },
    }),
  );
}

/** Those that are alive, for people. */
export async function liveWorkers(db: Db, now: number): Promise<WorkerStatus[]> {
  const rows = await db.painter.findMany({
    where: { seenAt: { gte: new Date(now - aliveMs) } },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ device, slots, packs, msPerCost }) => ({
    device,
    slots,
    packs: paintersOf([{ slots, packs }]).flatMap((painter) => painter.packs.map(({ name }) => name)),
    ...(msPerCost !== null && { msPerCost }),
  }));
}

/** Names that stand for different packs on workers that are alive, each with what is in them. */
export function ambiguousPacks(painters: readonly Painter[]): Map<string, readonly string[]> {
  const contents = new Map<string, Set<string>>();
  for (const { name, content } of painters.flatMap(({ packs }) => packs))
    contents.set(name, (contents.get(name) ?? new Set()).add(content));
  return new Map([...contents].filter(([, all]) => all.size > 1).map(([name, all]) => [name, [...all].sort()]));
}

export async function reportWorker(
  db: Db,
  { id, slots, device, packs = [], msPerCost }: WorkerReport,
  now: number,
): Promise<void> {
  const data = {
    slots,
    device,
    packs: packs.map((pack) => ({ ...pack })),
    msPerCost: msPerCost ?? null,
    seenAt: new Date(now),
  };
  await db.painter.upsert({ where: { id: uuidOf(id) }, create: { id: uuidOf(id), ...data }, update: data });
}

export async function removeWorker(db: Db, id: string): Promise<void> {
  await db.painter.deleteMany({ where: { id: uuidOf(id) } });
}

/** Generations that can be painted at once now. */
export async function workerSlots(db: Db, now: number): Promise<number> {
  const { _sum } = await db.painter.aggregate({
    _sum: { slots: true },
    where: { seenAt: { gte: new Date(now - aliveMs) } },
  });
  return _sum.slots ?? 0;
}

/** Whether a painting process is there, ready or about to be. */
export async function isWorkerThere(db: Db, now: number): Promise<boolean> {
  return (await db.painter.count({ where: { seenAt: { gte: new Date(now - aliveMs) } } })) > 0;
}

/** Forgets those that are long gone; in embedded mode all, since none can be there when the process starts. */
export async function forgetWorkers(db: Db, seenBefore: number): Promise<void> {
  await db.painter.deleteMany({ where: { seenAt: { lt: new Date(seenBefore) } } });
}
