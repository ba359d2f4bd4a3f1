import { expect, test } from 'vitest';
import { machineMemory } from '../../../src/engine/runtime/machineMemory.js';

/** A machine of 1,000 bytes, 600 of them free. */
const machine = (files: Readonly<Record<string, string>>) =>
  machineMemory({ total: 1_000, free: 600, read: (path) => files[path] });

test('without control groups it is the whole machine', () => {
  expect(machine({})).toEqual({ total: 1_000, available: 600 });
});

test('the smallest limit along the path of version 2 counts, and each with what is used in it', () => {
  const files = {
    '/proc/self/cgroup': '0::/system.slice/bot.service/app\n',
    '/sys/fs/cgroup/system.slice/bot.service/app/memory.max': 'max\n',
    '/sys/fs/cgroup/system.slice/bot.service/memory.max': '800\n',
    '/sys/fs/cgroup/system.slice/bot.service/memory.current': '700\n',
    '/sys/fs/cgroup/system.slice/memory.max': '900\n',
    '/sys/fs/cgroup/system.slice/memory.current': '890\n',
  };
  expect(machine(files)).toEqual({ total: 800, available: 10 });
});

test('in a container, whose path is the host’s, the mounted root counts', () => {
  const files = {
    '/proc/self/cgroup': '0::/docker/0123abc\n',
    '/sys/fs/cgroup/memory.max': '500\n',
    '/sys/fs/cgroup/memory.current': '450\n',
    '/sys/fs/cgroup/memory.stat': 'anon 100\ninactive_file 350\nactive_file 1\n',
  };
  expect(machine(files)).toEqual({ total: 500, available: 400 });
});

test('version 1 has its own files, and a number beyond any machine for no limit', () => {
  const files = {
    '/proc/self/cgroup': '3:cpuset:/a\n4:memory:/a/b\n0::/\n',
    '/sys/fs/cgroup/memory/a/b/memory.limit_in_bytes': '9223372036854771712\n',
    '/sys/fs/cgroup/memory/a/memory.limit_in_bytes': '700\n',
    '/sys/fs/cgroup/memory/a/memory.usage_in_bytes': '720\n',
    '/sys/fs/cgroup/memory/a/memory.stat': 'inactive_file 1\ntotal_inactive_file 100\n',
    '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
  };
  expect(machine(files)).toEqual({ total: 700, available: 80 });
});

test('a limit that is used up leaves nothing', () => {
  const files = {
    '/proc/self/cgroup': '0::/\n',
    '/sys/fs/cgroup/memory.max': '500\n',
    '/sys/fs/cgroup/memory.current': '501\n',
  };
  expect(machine(files).available).toBe(0);
});
