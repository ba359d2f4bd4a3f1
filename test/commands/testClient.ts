import { ApplicationCommandType, Client, ComponentType, GatewayIntentBits, InteractionType } from 'discord.js';
import type { Interaction } from 'discord.js';
import { z } from 'zod';
import { createRouter } from '../../src/bot/discord/router.js';
import type { CommandTable } from '../../src/bot/discord/router.js';
import { attachments, author, command, envelope, field, guild, sentMessage } from './payloads.js';
import type { Options, Presser } from './payloads.js';

/** A request that discord.js made, its JSON body read out of the form where there are files. */
export interface Call {
  readonly method: string;
  /** Without the API's prefix. */
  readonly path: string;
  readonly body: z.infer<typeof bodies>;
  readonly files: readonly string[];
}

const message = z.looseObject({
  flags: z.number().optional(),
  components: z.array(z.looseObject({ type: z.number(), content: z.string().optional() })).optional(),
  choices: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
  custom_id: z.string().optional(),
});
const bodies = message.extend({ type: z.number().optional(), data: message.optional() });

/**
 * The real router, commands and discord.js, with Discord's two ends cut off: interactions are handed in as the gateway would, requests are
 * recorded instead of sent. One guild with an ordinary channel, an age-restricted one, and a thread of that.
 */
export function openTestClient(table: CommandTable, inGuild = true, onAnswer?: Parameters<typeof createRouter>[2]) {
  const calls: Call[] = [];
  const logged: object[] = [];
  const heard: object[] = [];
  const client = new Client({
    intents: [GatewayIntentBits.Guilds],
    rest: { api: 'http://discord.invalid/api', makeRequest },
  });
  client.rest.setToken('token');
  const parts = client as unknown as {
    actions: { InteractionCreate: { handle(data: object): void } };
    guilds: { _add(data: object): void };
    user: object;
  };
  parts.user = { id: author.id };
  parts.guilds._add(guild);
  const log = {
    info: (context: object) => void heard.push(context),
    error: (context: object) => void logged.push(context),
  };
  const router = createRouter(table, log, onAnswer);
  let handled: Promise<void> = Promise.resolve();
  client.on('interactionCreate', (interaction: Interaction) => {
    handled = router(interaction);
  });

  let sequence = 1;
  async function act(type: InteractionType, data: object, presser: Presser, more: object = {}): Promise<Call[]> {
    const before = calls.length;
    parts.actions.InteractionCreate.handle({
      ...envelope(type, presser, sequence++),
      ...(!inGuild && { guild_id: undefined }),
      data,
      ...more,
    });
    await handled;
    return calls.slice(before);
  }

  async function makeRequest(url: string, init: { method?: string; body?: unknown }): Promise<Response> {
    if (testClient.refuse) return Response.json({ code: 10062, message: 'Unknown interaction' }, { status: 404 });
    if (testClient.takesNoEdits && init.method === 'PATCH') return new Response('overloaded', { status: 503 });
    const path = url.replace(/^.*?\/api\/v10/, '');
    const form = init.body instanceof FormData ? init.body : undefined;
    const json = form ? form.get('payload_json') : init.body;
    const files = form ? [...form.values()].filter((value) => value instanceof File) : [];
    calls.push({
      method: init.method ?? 'GET',
      path,
      body: bodies.parse(typeof json === 'string' ? JSON.parse(json) : {}),
      files: files.map(({ name }) => name),
    });
    const callback = path.includes('/callback');
    if (init.method === 'DELETE' || (callback && !path.includes('with_response=true'))) {
      return Promise.resolve(new Response(null, { status: 204 }));
    }
    const answer = callback ? { interaction: {}, resource: { type: 5, message: sentMessage } } : sentMessage;
    return Promise.resolve(Response.json(answer));
  }

  const testClient = {
    calls,
    /** Discord takes nothing any more. */
    refuse: false,
    /** Discord has trouble of its own with edits. */
    takesNoEdits: false,
    /** What the log calls an error. */
    logged,
    /** What it says of every interaction. */
    heard,
    /** `/name …`, or `/name subcommand …`. Attachments are given as ids of `attachments`. */
    slash: (name: string, options: Options = {}, presser: Presser = {}, subcommand?: string) =>
      act(InteractionType.ApplicationCommand, command(name, options, subcommand), presser),
    complete: (name: string, options: Options, focused: string, presser: Presser = {}, subcommand?: string) =>
      act(InteractionType.ApplicationCommandAutocomplete, command(name, options, subcommand, focused), presser),
    press: (customId: string, presser: Presser = {}) =>
      act(InteractionType.MessageComponent, { custom_id: customId, component_type: ComponentType.Button }, presser, {
        message: { ...sentMessage, ...presser.message },
      }),
    select: (customId: string, values: readonly string[], presser: Presser = {}, type = ComponentType.StringSelect) =>
      act(InteractionType.MessageComponent, { custom_id: customId, component_type: type, values }, presser, {
        message: sentMessage,
      }),
    submit: (customId: string, fields: Readonly<Record<string, string | readonly string[]>>, presser: Presser = {}) =>
      act(
        InteractionType.ModalSubmit,
        { custom_id: customId, components: Object.entries(fields).map(field), resolved: { attachments } },
        presser,
      ),
    /** The context command on a message by `authorId` with two pictures and a text file, or with nothing. */
    onMessage: (name: string, authorId: string, withFiles = true, presser: Presser = {}) => {
      const files = withFiles
        ? [attachments.a, attachments.b, { ...attachments.a, id: 'c', content_type: 'text/plain' }]
        : [];
      const target = { ...sentMessage, id: '555', author: { ...author, id: authorId }, attachments: files };
      const data = {
        type: ApplicationCommandType.Message,
        id: '7',
        name,
        target_id: '555',
        resolved: { messages: { '555': target } },
      };
      return act(InteractionType.ApplicationCommand, data, presser);
    },
    close: () => client.destroy(),
  };
  return testClient;
}

export type TestClient = ReturnType<typeof openTestClient>;

/** Everything that a member reads of a call, in order; empty for one that carries no words. */
export function words({ body }: Call): string {
  return (body.components ?? body.data?.components ?? []).flatMap(({ content }) => content ?? []).join('\n');
}

/** Whether only who asked sees it. */
export function isPrivate({ body }: Call): boolean {
  return ((body.flags ?? body.data?.flags ?? 0) & 64) !== 0;
}

/** `callback 5`, `edit`, `follow-up`, `delete`: what a call is to an interaction. */
export function kind({ method, path, body }: Call): string {
  if (path.includes('/callback')) return `callback ${body.type ?? 0}`;
  return { POST: 'follow-up', PATCH: 'edit', DELETE: 'delete' }[method] ?? method;
}

/** The custom id of the button or select that does `action`, in a message. */
export function control({ body }: Call, action: string): string {
  const found = new RegExp(`"custom_id":"(\\d+:${action}:[\\w-]+)"`).exec(JSON.stringify(body))?.[1];
  if (found === undefined) throw new Error(`no ${action} in ${JSON.stringify(body)}`);
  return found;
}
