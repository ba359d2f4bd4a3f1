import { z } from 'zod';

/** What every command prints with --json, and as the last line of --json-lines: docs/cli.schema.json. */
export const answer = z.strictObject({
  command: z.string().describe('the command, like "packs add"; empty where the command line names none'),
  ok: z.boolean().describe('whether it did all that was asked: the exit code is 0'),
  result: z
    .record(z.string(), z.unknown())
    .exactOptional()
    .describe("what was done; docs/cli.md has each command's fields. There with ok, and where part of it was done"),
  error: z
    .strictObject({
      kind: z.enum(['usage', 'failure', 'interrupted', 'bug']),
      message: z.string().describe('one line, as on stderr'),
      exitCode: z.int().describe('1, 2 (usage), or 128 and the number of the signal'),
    })
    .exactOptional()
    .describe('there without ok'),
  notices: z.array(z.string()).describe('what whoever asked should know beside the result'),
});

export type Answer = z.infer<typeof answer>;
export type FailureReport = NonNullable<Answer['error']>;

/** The lines of --json-lines before the last. */
const progress = z.strictObject({
  event: z.literal('progress'),
  stage: z.enum(['text', 'paint', 'decode', 'embed', 'download']),
  done: z.number().exactOptional().describe('steps of all pictures in hand, or bytes of a download'),
  total: z.number().exactOptional(),
  part: z
    .strictObject({ what: z.string(), number: z.int(), total: z.int().exactOptional() })
    .exactOptional()
    .describe('which of several: picture 2 of 7'),
  secondsLeft: z.int().exactOptional().describe('an estimate; absent until two steps are done'),
});
const picture = z
  .strictObject({ event: z.literal('picture'), file: z.string(), seed: z.number() })
  .describe('a picture is written; --json-lines of imagine');

export type AnswerEvent = z.infer<typeof progress> | z.infer<typeof picture>;

/** One line of --json-lines. */
export const answerLine = z.union([progress, picture, answer]);
