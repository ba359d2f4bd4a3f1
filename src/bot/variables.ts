import { z } from 'zod';
import { deviceNames, precisionNames } from '../engine/index.js';
import type { UserError } from '../engine/index.js';
import { defaultRequestSeconds } from './services/costLimits.js';
import { parseShards } from './shards.js';
import { defaultRetentionDays } from './types.js';

export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const;

/** Empty is unset, as in a copied .env file. Spaces, a carriage return and quotes around a value come from files of other systems. */
const text = z
  .string()
  .optional()
  .transform((value) => {
    const bare = value
      ?.trim()
      .replace(/^(["'])(.*)\1$/s, '$2')
      .trim();
    return bare === '' ? undefined : bare;
  });
const textOr = (fallback: string) => text.transform((value) => value ?? fallback);
const numberOr = (fallback: number) => textOr(String(fallback)).transform(Number);

/** What docs/configuration.md and .env.example say of a variable, beside what its schema tells. */
export interface VariableNotes {
  /** One or two sentences in Markdown. */
  readonly description: string;
  readonly example: string;
  /** What holds without it, where the schema has no default. */
  readonly without?: string;
}

/** The environment of the bot. docs/configuration.md and .env.example are made from it: `npm run docs:configuration`. */
export const variables = z.object({
  DISCORD_TOKEN: text
    // As it stands in the header of a request.
    .transform((value) => value?.replace(/^Bot\s+/i, ''))
    .refine((value) => value === undefined || !/\s/.test(value), {
      error: 'has spaces or line breaks inside; copy the token again (Discord Developer Portal → Bot → Reset Token)',
    })
    .meta({
      description: 'The bot’s token, from the Developer Portal.',
      example: 'MTA…',
      without: 'the playground runs in place of Discord',
    } satisfies VariableNotes),
  AESTHETE_PACK: textOr('demo').meta({
    description: 'The model of servers that have chosen none: a name that `aesthete packs` lists, or a folder.',
    example: 'sd15-lcm',
  } satisfies VariableNotes),
  AESTHETE_DEVICE: textOr('auto')
    .pipe(z.enum(deviceNames))
    .meta({ description: 'What computes ([devices](devices.md)).', example: 'cpu' } satisfies VariableNotes),
  AESTHETE_PRECISION: text.pipe(z.enum(precisionNames).optional()).meta({
    description: 'What the U-Net and the VAE compute in ([precision](devices.md#precision)).',
    example: 'int8',
    without: 'what suits the device',
  } satisfies VariableNotes),
  AESTHETE_BATCH: text
    .transform((value) => (value === undefined ? undefined : Number(value)))
    .pipe(z.number().int().min(1).max(10).optional())
    .meta({
      description:
        'How many pictures of one request are painted at once, 1 to 10 ([engine](engine.md#what-to-know)); fewer where a GPU runs out of memory.',
      example: '2',
      without: 'up to 4 on a GPU, and on a CPU with a small model; else 1',
    } satisfies VariableNotes),
  // The engine reads these two from the environment itself.
  AESTHETE_THREADS: text.meta({
    description: 'Threads of the CPU that a model runs on, 1 to 1024.',
    example: '4',
    without: 'one for each core',
  } satisfies VariableNotes),
  AESTHETE_MEMORY: text.meta({
    description:
      'The memory that all loaded models may take together. A model that alone takes more is refused ([memory](devices.md#memory)).',
    example: '6GB',
    without: 'half of the memory of the machine or container',
  } satisfies VariableNotes),
  AESTHETE_DATA: textOr('data').meta({
    description: 'The folder of the embedded database and of pictures until they are sent.',
    example: '/var/lib/aesthete',
  } satisfies VariableNotes),
  DATABASE_URL: text.meta({
    description: 'Postgres, for several processes; needs `REDIS_URL` as well.',
    example: 'postgresql://aesthete:secret@127.0.0.1:5432/aesthete',
    without: 'the database is embedded',
  } satisfies VariableNotes),
  REDIS_URL: text.meta({
    description: 'Redis, for several processes; needs `DATABASE_URL` as well.',
    example: 'redis://127.0.0.1:6379',
    without: 'the queue is embedded',
  } satisfies VariableNotes),
  SHARDS: textOr('auto')
    .transform((value, context) => {
      try {
        return parseShards(value);
      } catch (error) {
        context.addIssue({ code: 'custom', message: (error as UserError).message });
        return z.NEVER;
      }
    })
    .meta({
      description:
        'Connections to Discord that this process opens: `auto`, or the first and the last of how many ([shards](self-hosting.md#shards)).',
      example: '0-3/16',
      without: '`auto`',
    } satisfies VariableNotes),
  AESTHETE_REQUEST_SECONDS: numberOr(defaultRequestSeconds)
    .pipe(z.number().positive())
    .meta({
      description:
        'How many seconds painting one request may take, estimated from the latest paintings. The waiting requests of a member may take twice as long together, those of a server ten times as long.',
      example: '600',
    } satisfies VariableNotes),
  AESTHETE_RETENTION_DAYS: numberOr(defaultRetentionDays)
    .pipe(z.number().int().min(1))
    .meta({
      description:
        'For how many days the bot keeps what only an export reads: failed and cancelled requests, requests for cards, delivered warnings, contests that did not take place, and what the audit log no longer shows.',
      example: '30',
    } satisfies VariableNotes),
  AESTHETE_HTTP_PORT: numberOr(0)
    .pipe(z.number().int().min(0).max(65_535))
    .meta({
      description: 'The port of [`/metrics` and `/health`](self-hosting.md#watching-it); 0 serves neither.',
      example: '9400',
    } satisfies VariableNotes),
  AESTHETE_HTTP_HOST: textOr('127.0.0.1').meta({
    description: 'The address that `/metrics` and `/health` listen on.',
    example: '0.0.0.0',
  } satisfies VariableNotes),
  AESTHETE_LOG: text.pipe(z.enum(logLevels).optional()).meta({
    description: 'The least level that is logged.',
    example: 'debug',
    without: '`info`; `warn` in the playground',
  } satisfies VariableNotes),
  AESTHETE_DISCORD_API: text.pipe(z.url().optional()).meta({
    description: 'The address of another Discord, for tests: `http://127.0.0.1:PORT/api`.',
    example: 'http://127.0.0.1:4321/api',
    without: 'Discord’s own',
  } satisfies VariableNotes),
  AESTHETE_ATTACHMENT_HOSTS: textOr('').meta({
    description: 'Hosts from which attachments are fetched beside Discord’s own, separated by commas; for tests.',
    example: '127.0.0.1:4321',
  } satisfies VariableNotes),
});
