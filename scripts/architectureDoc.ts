import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';

export const architectureFile = fileURLToPath(new URL('../docs/architecture.md', import.meta.url));

/** Which room imports which. */
type Imports = ReadonlyMap<string, ReadonlySet<string>>;

/** What everybody imports is left out of the drawings: an arrow from everywhere says nothing. */
const common = new Set(['text', 'generated', 'bot (shared)', 'types and errors', 'config']);
/** Files of src/bot that put processes together; the others are shared by the rooms. */
const composition = /^bot\/(main|worker|bot|lifecycle|playground|config|variables)\.ts$/;

/** `bot/queue/jobs.ts` → `bot/queue`, the rooms of the whole program. */
export function programRoom(file: string): string {
  const [top, second] = file.split('/');
  if (top === 'bot') {
    if (second.endsWith('.ts')) return composition.test(file) ? 'bot (composition)' : 'bot (shared)';
    return `bot/${second}`;
  }
  return top.replace(/\.ts$/, '');
}

/** Rooms of the engine; undefined for a file outside. */
function engineRoom(file: string): string | undefined {
  const [top, second] = file.split('/');
  if (top !== 'engine') return undefined;
  if (!second.endsWith('.ts')) return second === 'child' ? 'child process' : second;
  if (second === 'index.ts') return 'index.ts';
  return second === 'child.ts' ? 'child process' : 'types and errors';
}

/** Imports between rooms, types included, of all files in src. */
export async function readImports(roomOf: (file: string) => string | undefined): Promise<Imports> {
  const imports = new Map<string, Set<string>>();
  for (const file of (await readdir('src', { recursive: true })).sort()) {
    if (!/\.tsx?$/.test(file) || file.startsWith('generated')) continue;
    const room = roomOf(file);
    if (room === undefined) continue;
    const targets = imports.get(room) ?? new Set<string>();
    imports.set(room, targets);
    for (const { fileName } of ts.preProcessFile(await readFile(join('src', file), 'utf8')).importedFiles) {
      if (!fileName.startsWith('.')) continue;
      const target = roomOf(normalize(join(dirname(file), fileName)).replace(/\.js$/, '.ts'));
      if (target !== undefined && target !== room) targets.add(target);
    }
  }
  return imports;
}

/** Without arrows that others imply: A → C where there is A → B → C, unless B leads back to A. */
export function reduced(imports: Imports): Imports {
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    [...(imports.get(from) ?? [])].some((next) => {
      if (next === to) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return reaches(next, to, seen);
    });
  const implied = (room: string, to: string, targets: ReadonlySet<string>): boolean =>
    [...targets].some((other) => other !== to && reaches(other, to) && !reaches(other, room));
  return new Map(
    [...imports].map(([room, targets]) => [room, new Set([...targets].filter((to) => !implied(room, to, targets)))]),
  );
}

function drawing(imports: Imports): string {
  const rooms = [...imports.keys()].filter((room) => !common.has(room)).sort();
  const id = (room: string): string => `r${rooms.indexOf(room)}`;
  const drawn = new Map(
    rooms.map((room) => [room, new Set([...(imports.get(room) ?? [])].filter((to) => rooms.includes(to)))]),
  );
  const arrows = [...reduced(drawn)].flatMap(([room, targets]) =>
    [...targets].sort().map((to) => `  ${id(room)} --> ${id(to)}`),
  );
  return ['```mermaid', 'flowchart TD', ...rooms.map((room) => `  ${id(room)}["${room}"]`), ...arrows, '```'].join(
    '\n',
  );
}

/** docs/architecture.md, from the imports of all files. */
export async function architectureDoc(): Promise<string> {
  const parts = [
    '# Architecture',
    'Made by `npm run docs:architecture` from the imports of all files in `src`; a test compares both. An arrow leads from a folder to one that it imports. An arrow that others imply is left out (A → C where there is A → B → C). [How the bot works](bot.md#rooms) says what is in each folder, and the linter keeps the directions.',
    '## The program',
    'Left out, because nearly every folder imports them: `src/text`, and the types and errors in `src/bot` itself. The engine has one door, `src/engine/index.ts`.',
    drawing(await readImports(programRoom)),
    '## The engine',
    'Left out: types and errors, and the reader of configuration files (`src/engine/config`).',
    drawing(await readImports(engineRoom)),
  ];
  return format(parts.join('\n\n'), { ...(await resolveConfig(architectureFile)), parser: 'markdown' });
}
