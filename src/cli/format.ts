/** A cosine in three decimals with its sign, so that columns line up. */
export function formatCosine(value: number): string {
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;
}

/** 1536 → `1.5 kB`; decimal, as disks are sold. */
export function formatBytes(count: number): string {
  if (count < 1000) return `${count} B`;
  for (const [unit, size] of [
    ['kB', 1e3],
    ['MB', 1e6],
  ] as const) {
    if (count < size * 1000) return `${(count / size).toFixed(1)} ${unit}`;
  }
  return `${(count / 1e9).toFixed(2)} GB`;
}

/** Rows of cells in columns that line up, two spaces apart. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** 75 s → `75 s`, 20 min, `1.5 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.ceil(seconds)} s`;
  if (seconds < 5400) return `${Math.ceil(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}
