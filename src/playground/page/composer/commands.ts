import { isSubcommand } from '../../rules/commandOptions.js';
import type { CommandOption } from '../../rules/commandOptions.js';
import type { AvailableCommands } from '../../site/protocol.js';

/** A command that can be sent: `/imagine`, `/aesthetic create`. */
export interface Leaf {
  readonly path: string;
  readonly description: string;
  readonly options: readonly CommandOption[];
}

interface Node extends CommandOption {
  readonly options?: readonly Node[];
}

/** Commands with their subcommands as a list, in alphabetical order. */
export function leavesOf(commands: AvailableCommands['slash']): Leaf[] {
  return commands
    .flatMap(({ name, description, options = [] }) => leavesBelow(name, description, options as readonly Node[]))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function leavesBelow(path: string, description: string, options: readonly Node[]): Leaf[] {
  const groups = options.filter(({ type }) => isSubcommand(type));
  if (groups.length === 0) return [{ path, description, options }];
  return groups.flatMap((one) => leavesBelow(`${path} ${one.name}`, one.description, one.options ?? []));
}

/** Commands that match the text in the composer; those that begin with it come first. */
export function matching(leaves: readonly Leaf[], typed: string): Leaf[] {
  const wanted = typed.replace(/^\//, '').trim().toLowerCase();
  const begins = leaves.filter(({ path }) => path.startsWith(wanted));
  const words = wanted.split(/\s+/);
  const holds = leaves.filter((leaf) => !begins.includes(leaf) && words.every((word) => leaf.path.includes(word)));
  return [...begins, ...holds];
}

/** A whole command as text, `/imagine prompt:a castle seed:7`: the command and the texts of its options. */
export function parseCommand(
  leaves: readonly Leaf[],
  text: string,
): { leaf: Leaf; texts: Readonly<Record<string, string>> } | undefined {
  const trimmed = text.trim();
  const fits = leaves.filter(({ path }) => trimmed === `/${path}` || trimmed.startsWith(`/${path} `));
  const leaf = fits.sort((a, b) => b.path.length - a.path.length).at(0);
  if (!leaf) return undefined;
  const rest = trimmed.slice(leaf.path.length + 1);
  const names = leaf.options.map(({ name }) => name).sort((a, b) => b.length - a.length);
  const marks = names.length === 0 ? [] : [...rest.matchAll(new RegExp(`(?:^|\\s)(${names.join('|')}):`, 'g'))];
  // Text that belongs to no option is not a command.
  if (rest.slice(0, marks[0]?.index ?? rest.length).trim() !== '') return undefined;
  const texts = marks.map((mark, i) => {
    const begin = mark.index + mark[0].length;
    return [mark[1] ?? '', rest.slice(begin, marks.at(i + 1)?.index ?? rest.length).trim()] as const;
  });
  return { leaf, texts: Object.fromEntries(texts) };
}
