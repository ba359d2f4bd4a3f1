/** A result, for people: one line on stdout. */
export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** The only thing on stdout of a command with --json. */
export function printJson(value: object): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** What whoever asked should know beside the result, on stderr. */
export function printNotices(notices: readonly string[]): void {
  for (const notice of notices) process.stderr.write(`note: ${notice}\n`);
}
