import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where what was worked out once is kept; losing it costs time alone. */
export function defaultCacheDir(): string {
  return join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'aesthete');
}
