/**
 * Whether an error only says that Postgres or Redis was away, restarted, full of connections, that a disk is full, or that two transactions met: the
 * same again may succeed. What it was asked for is not to blame.
 */
export function isTransient(error: unknown): boolean {
  return causesOf(error).some(({ code, originalCode, kind, name, message }) =>
    [
      typeof code === 'string' && (codes.has(code) || sqlStates.test(code)),
      typeof originalCode === 'string' && sqlStates.test(originalCode),
      typeof kind === 'string' && kinds.has(kind),
      typeof name === 'string' && names.has(name),
      typeof message === 'string' && messages.test(message),
    ].includes(true),
  );
}

/**
 * Node's errors of connections, and Prisma's (prisma.io/docs/orm/reference/error-reference): not reached, timed out, closed, no connection
 * free, a transaction that could not begin or ended early, a conflict, too many connections.
 */
const codes = new Set([
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ECONNABORTED',
    'ETIMEDOUT',
    'EPIPE',
    'ENOTFOUND',
    'EAI_AGAIN',
    'EHOSTUNREACH',
    'ENETUNREACH',
  ],
  // A disk that is full, of files: an operator makes room.
  ...['ENOSPC', 'EDQUOT'],
  ...['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'],
]);

/**
 * Postgres (appendix A, "error codes"): 08 connection, 53 resources (disk, memory, connections), 57P01 to 57P03 shut down, crashed, starting,
 * 40001 and 40P01 serialisation and deadlock, 55P03 lock not available, 25006 read only, as after a failover.
 */
const sqlStates = /^(08\w{3}|53\w{3}|57P0[123]|40001|40P01|55P03|25006)$/;

/** Of @prisma/driver-adapter-utils. */
const kinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TransactionWriteConflict',
]);

const names = new Set(['MaxRetriesPerRequestError', 'ClusterAllFailedError']);

/** What ioredis, pg and Redis itself say without a code. */
const messages =
  /^(Connection is closed|Command timed out|Stream isn't writeable|Connection terminated|timeout exceeded when trying to connect|(LOADING|READONLY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|BUSY|OOM) )/;

/** An error with what it says is behind it: `cause`, `errors`, and Prisma's `meta.driverAdapterError`. */
function causesOf(error: unknown, depth = 0): Readonly<Record<string, unknown>>[] {
  if (typeof error !== 'object' || error === null || depth > mostCauses) return [];
  const { cause, errors, meta } = error as Readonly<Record<string, unknown>>;
  const adapter =
    typeof meta === 'object' && meta !== null && 'driverAdapterError' in meta ? meta.driverAdapterError : undefined;
  const behind = [cause, adapter, ...(Array.isArray(errors) ? (errors as unknown[]) : [])];
  return [error as Readonly<Record<string, unknown>>, ...behind.flatMap((one) => causesOf(one, depth + 1))];
}

const mostCauses = 5;
