import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import type { Config } from './config.js';

export type Log = Logger;

/** Where secrets could stand in an object that is logged: interaction tokens, the bot's own, passwords in URLs. */
const secret = ['token', 'authorization', 'password', 'databaseUrl', 'redisUrl', 'discordToken'];
const paths = secret.flatMap((key) => [key, `*.${key}`, `*.*.${key}`, `*.*.*.${key}`]);

/** Discord's tokens, also inside texts: the interaction's in the path of a webhook, the bot's as three parts. */
const inText = [
  [/(\/webhooks\/\d+\/)[\w-]{20,}/g, '$1[token]'],
  [/(\/interactions\/\d+\/)[\w-]{20,}/g, '$1[token]'],
  [/\b[\w-]{23,28}\.[\w-]{6}\.[\w-]{27,}/g, '[token]'],
  [/(\b[a-z]+:\/\/[^:/\s]*:)[^@\s]+@/g, '$1[password]@'],
] as const;

/** One line of JSON an event, to standard output; secrets are taken out wherever they stand. */
export function openLog({ logLevel }: Pick<Config, 'logLevel'>, destination?: DestinationStream): Log {
  const stream: DestinationStream = {
    write: (line) => void (destination ?? process.stdout).write(withoutSecrets(line)),
  };
  return pino({ level: logLevel, redact: { paths, censor: '[secret]' } }, stream);
}

function withoutSecrets(text: string): string {
  return inText.reduce((left, [pattern, with_]) => left.replace(pattern, with_), text);
}
