/**
 * Help whose lines are no longer than the terminal is wide: prose goes on below itself, and a command after a backslash, so that it can be
 * copied. What commander has wrapped stays as it is.
 */
export function fitHelp(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => (line.length <= width ? line : wrapped(line, width)))
    .join('\n');
}

function wrapped(line: string, width: number): string {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const end = line.startsWith('$', indent.length) ? ' \\' : '';
  const further = end === '' ? indent : `${indent}    `;
  const lines: string[] = [];
  let current = indent;
  // What is quoted stays in one piece.
  for (const [word] of line.matchAll(/(?:"[^"]*"|\S)+/g)) {
    const next = current.trim() === '' ? `${current}${word}` : `${current} ${word}`;
    if (next.length <= width - end.length || current.trim() === '') current = next;
    else {
      lines.push(current + end);
      current = `${further}${word}`;
    }
  }
  return [...lines, current].join('\n');
}
