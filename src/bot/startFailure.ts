import { CheckpointError, UserError } from '../engine/index.js';

const newToken = 'copy a new one into .env (Discord Developer Portal → Bot → Reset Token)';

/** What an operator did or can mend, as one line without a secret; undefined for a bug of ours. */
export function startFailure(error: unknown): string | undefined {
  if (error instanceof UserError) return error.message;
  if (error instanceof CheckpointError) return `the pack cannot be used: ${error.message}`;
  // discord.js's errors, by their fields: a worker does not load it.
  const { code, status } = error instanceof Error ? (error as { code?: unknown; status?: unknown }) : {};
  if (code === 'TokenInvalid') return `DISCORD_TOKEN is not a bot's token: ${newToken}`;
  if (status === 401) return `Discord does not take DISCORD_TOKEN: ${newToken}`;
  if (typeof status === 'number' && status >= 500)
    return `Discord answers ${status}: start the bot again later (discordstatus.com)`;
  return systemFailure(error);
}

/** Errors of the operating system, by their codes. */
function systemFailure(error: unknown): string | undefined {
  const { code, path, port, syscall, hostname } = deepest(error) as NodeJS.ErrnoException & {
    port?: number;
    hostname?: string;
  };
  if (code === 'EADDRINUSE') return `port ${port} is taken: name another one in AESTHETE_HTTP_PORT`;
  if (code === 'EACCES' && syscall === 'listen')
    return `port ${port} is not open to this user: name one above 1024 in AESTHETE_HTTP_PORT`;
  if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC', 'ENOTDIR', 'EEXIST'].includes(code ?? '') && path !== undefined)
    return `${path} cannot be written (${code}): make AESTHETE_DATA a folder with room that this user may write to`;
  if (
    ['ENOTFOUND', 'EAI_AGAIN', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'UND_ERR_CONNECT_TIMEOUT'].includes(
      code ?? '',
    )
  )
    return `${hostname ?? 'Discord'} cannot be reached (${code}): check this machine's connection, and start again`;
  return undefined;
}

/** `fetch` wraps what happened. */
function deepest(error: unknown): object {
  if (!(error instanceof Error)) return {};
  const { cause } = error;
  const inner = error instanceof AggregateError ? (error.errors as unknown[])[0] : cause;
  return inner instanceof Error ? deepest(inner) : error;
}
