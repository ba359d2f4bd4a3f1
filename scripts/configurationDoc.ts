import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { variables } from '../src/bot/variables.js';
import type { VariableNotes } from '../src/bot/variables.js';
import { otherVariables } from './otherVariables.js';

const here = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
export const configurationFile = here('docs/configuration.md');
export const exampleFile = here('.env.example');

const noted = z.object({ description: z.string(), example: z.string(), without: z.string().optional() });
/** As much of a JSON schema as tells which values a variable takes. */
const valueSchema = z.object({
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
});

/** Whatever is neither text nor a number has its default told in `without`. */
const shown = z.union([z.string(), z.number()]).optional().catch(undefined);

interface Variable extends VariableNotes {
  readonly name: string;
  /** `cpu`, `webgpu`; or a range; empty: any text. */
  readonly values: string;
  /** Markdown. */
  readonly otherwise: string;
}

/** The bot's variables, in the order of the schema. @throws ZodError where one has no description or example */
export function schemaVariables(): Variable[] {
  return Object.entries(variables.shape).map(([name, schema]) => {
    const { without, ...notes } = noted.parse(schema.meta() ?? {});
    const standard = shown.parse(schema.safeParse(undefined).data);
    const said = without ?? (standard === undefined || standard === '' ? '' : `\`${standard}\``);
    return { name, ...notes, values: valuesOf(schema), otherwise: said };
  });
}

/** Names of all variables of docs/configuration.md. */
export function variableNames(): string[] {
  return [...Object.keys(variables.shape), ...Object.values(otherVariables).flatMap((rows) => Object.keys(rows))];
}

/** docs/configuration.md, from the schema of the environment. */
export async function configurationDoc(): Promise<string> {
  const parts = [
    '# Configuration',
    'Made by `npm run docs:configuration` from the schema in `src/bot/variables.ts`; a test compares both. The bot reads these variables from its environment and from `.env` in the folder in which it is started; the environment goes first. An empty variable is unset. `.env.example` has a line for each. `aesthete` is [the command line](cli.md).',
    '## The bot',
    table(
      schemaVariables().map(({ name, description, values, otherwise }) => [
        name,
        values === '' ? description : `${description} ${values}.`,
        otherwise,
      ]),
    ),
    ...Object.entries(otherVariables).flatMap(([section, rows]) => [
      `## ${section}`,
      table(Object.entries(rows).map(([name, { description, without }]) => [name, description, without])),
    ]),
  ];
  return format(parts.join('\n\n'), { ...(await resolveConfig(configurationFile)), parser: 'markdown' });
}

/** .env.example: every variable of the bot, commented out, below what it is. */
export function environmentExample(): string {
  const entries = schemaVariables().map(({ name, description, values, otherwise, example }) => {
    const told = [description, values === '' ? '' : `${values}.`, otherwise === '' ? '' : `Default: ${otherwise}.`];
    const words = told.filter((one) => one !== '').join(' ');
    return `# ${asText(words)}\n#${name}=${example}\n`;
  });
  return [
    '# Copy this file to .env, and take the # off the lines that you need. docs/configuration.md has more.\n',
    ...entries,
  ].join('\n');
}

function table(rows: readonly (readonly [string, string, string])[]): string {
  const lines = rows.map(([name, is, without]) => `| \`${name}\` | ${is} | ${without} |`);
  return ['| variable | is | default |', '| --- | --- | --- |', ...lines].join('\n');
}

function valuesOf(schema: z.ZodType): string {
  const json = valueSchema.parse(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }));
  const { enum: names, minimum, exclusiveMinimum, maximum } = json;
  if (names) return names.map((name) => `\`${name}\``).join(', ');
  if (minimum !== undefined && maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER)
    return `${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${minimum} or more`;
  return exclusiveMinimum === undefined ? '' : `More than ${exclusiveMinimum}`;
}

/** Markdown without links and code. */
function asText(markdown: string): string {
  return markdown
    .replaceAll(/ \(\[[^\]]*\]\([^)]*\)\)/g, '')
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('`', '');
}
