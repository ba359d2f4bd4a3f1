import type { Command, Option } from 'commander';

/** A command that can be typed: its words after `aesthete`, and what may follow. */
interface Typed {
  readonly path: string;
  readonly subcommands: readonly { readonly name: string; readonly about: string }[];
  readonly options: readonly Option[];
}

/** All commands of a program, itself first. */
function typed(command: Command, path = ''): Typed[] {
  const help = command.createHelp();
  const subcommands = help.visibleCommands(command).map((one) => ({ name: one.name(), about: one.description() }));
  const own = { path, subcommands, options: help.visibleOptions(command) };
  return [own, ...command.commands.flatMap((one) => typed(one, `${path} ${one.name()}`.trim()))];
}

const flagsOf = ({ short, long }: Option): string[] => [short, long].filter((flag) => flag !== undefined);
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The words after which a command's own words are completed: `case` branches of a shell, by the path typed so far. */
function cases(program: Command): string {
  return typed(program)
    .map(({ path, subcommands, options }) => {
      const words = [...subcommands.map(({ name }) => name), ...options.flatMap(flagsOf)];
      return `    ${quoted(path)}) words=${quoted(words.join(' '))} ;;`;
    })
    .join('\n');
}

const paths = (program: Command): string =>
  typed(program)
    .map(({ path }) => path)
    .filter((path) => path !== '')
    .map((path) => quoted(path))
    .join('|');

/** Of bash; files are completed wherever no word fits. */
function bash(program: Command): string {
  return `# bash completion of aesthete
_aesthete() {
  local current="\${COMP_WORDS[COMP_CWORD]}" path='' words='' i next
  for ((i = 1; i < COMP_CWORD; i++)); do
    next="\${path:+$path }\${COMP_WORDS[i]}"
    case "$next" in ${paths(program)}) path="$next" ;; esac
  done
  case "$path" in
${cases(program)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _aesthete aesthete`;
}

/** Of zsh, by the same words. */
function zsh(program: Command): string {
  return `#compdef aesthete
_aesthete() {
  local typed='' words_='' i next
  for ((i = 2; i < CURRENT; i++)); do
    next="\${typed:+$typed }\${words[i]}"
    case "$next" in ${paths(program)}) typed="$next" ;; esac
  done
  case "$typed" in
${cases(program).replaceAll(' words=', ' words_=')}
  esac
  compadd -- \${=words_} || _files
}
compdef _aesthete aesthete`;
}

/** Of fish, with what each word is for. */
function fish(program: Command): string {
  const all = typed(program);
  const lines = all.flatMap(({ path, subcommands, options }) => {
    const when = condition(path, subcommands);
    return [
      ...subcommands.map(({ name, about }) => `complete -c aesthete -f -n ${when} -a ${name} -d ${quoted(about)}`),
      ...options.map(({ short, long, required, description }) =>
        [
          `complete -c aesthete -n ${when}`,
          ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
          ...(long === undefined ? [] : [`-l ${long.slice(2)}`]),
          ...(required ? ['-r'] : []),
          `-d ${quoted(description)}`,
        ].join(' '),
      ),
    ];
  });
  return ['# fish completion of aesthete', ...lines].join('\n');
}

/** After the command's own words, and before those of its subcommands. */
function condition(path: string, subcommands: Typed['subcommands']): string {
  const seen = path.split(' ').filter((word) => word !== '');
  const not = subcommands.map(({ name }) => name);
  const parts = [
    ...seen.map((word) => `__fish_seen_subcommand_from ${word}`),
    ...(not.length === 0 ? [] : [`not __fish_seen_subcommand_from ${not.join(' ')}`]),
  ];
  return quoted(parts.length === 0 ? 'true' : parts.join('; and '));
}

/** Scripts that complete a program's commands and options, made of what commander knows of it. */
export const completionScripts = { bash, zsh, fish } as const;
