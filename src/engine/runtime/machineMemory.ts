import { readFileSync } from 'node:fs';
import { freemem, totalmem } from 'node:os';
import { posix } from 'node:path';

/** Memory of the machine as this process may use it, bytes. */
export interface MachineMemory {
  /** All that there is, or the container's limit. */
  readonly total: number;
  /** What could be taken now. */
  readonly available: number;
}

/** What the operating system says. Tests give others. */
export interface System {
  readonly total: number;
  readonly free: number;
  /** A file's text; undefined where there is none. */
  readonly read: (path: string) => string | undefined;
}

/** The files of a control group, by the version of its hierarchy. What is in the cache of files can be given back, as far as it is not in use. */
const files = {
  v2: { limit: 'memory.max', used: 'memory.current', reclaimable: 'inactive_file' },
  v1: { limit: 'memory.limit_in_bytes', used: 'memory.usage_in_bytes', reclaimable: 'total_inactive_file' },
} as const;

/**
 * The machine's memory within the limits of the control groups that this process is in (containers, services): the smallest of them along
 * the path counts. `process.constrainedMemory` of Node 20 reads the innermost group alone.
 */
export function machineMemory(system: System = thisSystem()): MachineMemory {
  const groups = limitedGroups(system.read);
  return {
    total: Math.min(system.total, ...groups.map(({ limit }) => limit)),
    available: Math.max(0, Math.min(system.free, ...groups.map(({ limit, used }) => limit - used))),
  };
}

function thisSystem(): System {
  const read = (path: string): string | undefined => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  };
  return { total: totalmem(), free: freemem(), read };
}

interface Group {
  readonly limit: number;
  readonly used: number;
}

/**
 * The groups with a limit, from that of this process up to the root (cgroups(7), /proc/pid/cgroup). In a container the path may be the
 * host's, and only its end, the mounted root, is there.
 */
function limitedGroups(read: System['read']): Group[] {
  const lines = (read('/proc/self/cgroup') ?? '').split('\n').map((line) => /^\d+:([^:]*):(\/.*)$/.exec(line));
  return lines.flatMap((found) => {
    if (!found) return [];
    const [, controllers, path] = found;
    if (controllers === '') return along('/sys/fs/cgroup', path, (folder) => groupIn(folder, files.v2, read));
    if (!controllers.split(',').includes('memory')) return [];
    return along('/sys/fs/cgroup/memory', path, (folder) => groupIn(folder, files.v1, read));
  });
}

function along(root: string, path: string, groupOf: (folder: string) => Group | undefined): Group[] {
  const names = path.split('/').filter((name) => name !== '');
  const folders = [...names, ''].map((_, i) => posix.join(root, ...names.slice(0, names.length - i)));
  return folders.flatMap((folder) => groupOf(folder) ?? []);
}

function groupIn(
  folder: string,
  { limit: limitFile, used: usedFile, reclaimable }: (typeof files)[keyof typeof files],
  read: System['read'],
): Group | undefined {
  // Without a limit it is "max", or a number beyond any machine's memory.
  const limit = Number(read(`${folder}/${limitFile}`)?.trim());
  if (!(limit < Number.MAX_SAFE_INTEGER)) return undefined;
  const cached = new RegExp(`^${reclaimable} (\\d+)$`, 'm').exec(read(`${folder}/memory.stat`) ?? '')?.[1];
  return { limit, used: Number(read(`${folder}/${usedFile}`)?.trim() ?? 0) - Number(cached ?? 0) };
}
