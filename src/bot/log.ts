import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Config } from './config.js';

export type Log = Logger;

/** Where secrets could stand in an object that is logged: interaction tokens, the bot's own, passwords in URLs. */
const secret = ['token', 'authorization', 'password', 'databaseUrl', 'redisUrl', 'discordToken'];
const paths = secret.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*.*.*.${key}`]);

/**
 * Discord's tokens, also inside texts: the interaction's, which is base64 of "interaction:" and more, also by its place in a webhook's
 * path; the bot's as three parts.
 */
const inText = [
  [/\baW50ZXJhY3Rpb2[\w-]{20,}/g, '[token]'],
  [/(\/webhooks\/\d+\/)[^/?"\\\s]{20,}/g, '$1[token]'],
  [/(\/interactions\/\d+\/)[^/?"\\\s]{20,}/g, '$1[token]'],
  [/\b[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,}/g, '[token]'],
  [/(\b[a-z]+:\/\/[^:/\s]*:)[^@\s]+@/g, '$1[password]@'],
] as const;

/** One line of JSON an event, to standard output; secrets are taken out wherever they stand. */
export function openLog({ logLevel }: Pick<Config, 'logLevel'>, destination?: DestinationStream): Log {
  const stream: DestinationStream = {
    write: (line) => void (destination ?? process.stdout).write(withoutSecrets(line)),
  };
  return pino({ level: logLevel, redact: { paths, censor: '[secret]' }, serializers: { err: withoutExtras } }, stream);
}

/** What tells errors apart. discord.js's also carry what was sent: prompts, pictures, the address with its token. */
const told = ['code', 'status', 'method', 'syscall', 'reference'] as const;

/** An error as the log has it: what kind, what it says, where it came from, and what caused it. */
function withoutExtras(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  const { name, message, stack, cause } = error;
  const known = new Map(Object.entries(error));
  const facts = told.flatMap((key) => (known.has(key) ? [[key, known.get(key) as unknown]] : []));
  return {
    type: name,
    message,
    stack,
    ...Object.fromEntries(facts),
    ...(cause !== undefined && { cause: withoutExtras(cause) }),
    ...(error instanceof AggregateError && { errors: error.errors.map(withoutExtras) }),
  };
}

function withoutSecrets(text: string): string {
  return inText.reduce((left, [pattern, with_]) => left.replace(pattern, with_), text);
}
