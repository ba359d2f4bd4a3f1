import { ApplicationCommandType, ApplicationIntegrationType } from 'discord.js';
import type { APIApplicationCommand } from 'discord.js';
import { accessToGuild } from '../access.js';
import { badField, DiscordError } from '../errors.js';
import { done, ok, param } from '../route.js';
import type { Answer, Call, Route } from '../route.js';
import { checkCommand } from '../validation/commandRules.js';
import type { CommandForm } from '../validation/commandRules.js';
import { parseRequestBody } from '../validation/requestSchemas.js';

const handlers = [
  { method: 'GET', path: '', handle: (call: Call) => ok(commandsOf(call)) },
  { method: 'POST', path: '', handle: create },
  { method: 'PUT', path: '', handle: overwrite },
  { method: 'GET', path: '/:command', handle: (call: Call) => ok(commandOf(call)) },
  { method: 'PATCH', path: '/:command', handle: edit },
  { method: 'DELETE', path: '/:command', handle: remove },
] as const;

/** Routes for global commands and for those of a guild. */
export const commandRoutes: readonly Route[] = ['', '/guilds/:guild'].flatMap((scope) =>
  handlers.map(({ method, path, handle }) => ({
    method,
    path: `/applications/:application${scope}/commands${path}`,
    byBot: true,
    limit: { requests: 20, perMs: 20_000 },
    handle,
  })),
);

const dayMs = 24 * 3_600_000;
const createsADay = 200;
const most: Readonly<Record<number, number>> = {
  [ApplicationCommandType.ChatInput]: 100,
  [ApplicationCommandType.User]: 15,
  [ApplicationCommandType.Message]: 15,
};

function create(call: Call): Answer {
  const form = parseRequestBody('command', call.body);
  checkCommand(form);
  const there = commandsOf(call).find((one) => sameCommand(one, form));
  const command = put(call, form, there);
  return { status: there ? 200 : 201, body: command };
}

function overwrite(call: Call): Answer {
  const forms = parseRequestBody('commands', call.body);
  forms.forEach((form, i) => {
    checkCommand(form, [i]);
    checkName(form, forms.slice(0, i), [i]);
  });
  const before = commandsOf(call);
  const kept = forms.map((form) =>
    put(
      call,
      form,
      before.find((one) => sameCommand(one, form)),
    ),
  );
  call.world.state.commands = call.world.state.commands.filter(
    (one) => !before.some(({ id }) => id === one.id) || kept.some(({ id }) => id === one.id),
  );
  call.world.changed('commands');
  return ok(kept);
}

/** @throws DiscordError 50035: another one of its type has that name */
function checkName(form: CommandForm, others: readonly CommandForm[], path: readonly number[]): void {
  if (others.some((one) => sameCommand(one, form)))
    throw badField(path, 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
}

function edit(call: Call): Answer {
  const there = commandOf(call);
  const form = { ...there, ...parseRequestBody('commandEdit', call.body) };
  checkCommand(form);
  const others = commandsOf(call).filter(({ id }) => id !== there.id);
  checkName(form, others, []);
  return ok(put(call, form, there));
}

function remove(call: Call): Answer {
  const { id } = commandOf(call);
  call.world.state.commands = call.world.state.commands.filter((one) => one.id !== id);
  call.world.changed('commands');
  return done;
}

/** Creates a command, or replaces one. @throws DiscordError 30032, 30034 */
function put(call: Call, form: CommandForm, there: APIApplicationCommand | undefined): APIApplicationCommand {
  const { world } = call;
  if (!there) countCreate(call, form.type ?? ApplicationCommandType.ChatInput);
  const guildId = guildOf(call);
  const command = {
    default_member_permissions: null,
    integration_types: [ApplicationIntegrationType.GuildInstall],
    contexts: null,
    nsfw: false,
    ...form,
    type: form.type ?? ApplicationCommandType.ChatInput,
    description: form.description ?? '',
    id: there?.id ?? world.newId(),
    application_id: world.state.application.id,
    version: world.newId(),
    ...(guildId !== undefined && { guild_id: guildId }),
  } as APIApplicationCommand;
  world.state.commands = [...world.state.commands.filter(({ id }) => id !== command.id), command];
  world.changed('commands');
  return command;
}

function countCreate(call: Call, type: number): void {
  const { world } = call;
  const scope = guildOf(call) ?? 'global';
  const since = world.clock.now() - dayMs;
  const creates = (world.state.commandCreates[scope] ?? []).filter((at) => at > since);
  if (creates.length >= createsADay) throw new DiscordError(30034);
  if (commandsOf(call).filter((one) => (one.type as number) === type).length >= (most[type] ?? 0)) {
    throw new DiscordError(30032);
  }
  world.state.commandCreates[scope] = [...creates, world.clock.now()];
  world.changed('commandCreates');
}

function commandsOf(call: Call): APIApplicationCommand[] {
  if (param(call, 'application') !== call.world.state.application.id) throw new DiscordError(50001);
  const guildId = guildOf(call);
  return call.world.state.commands.filter(({ guild_id }) => guild_id === guildId);
}

function commandOf(call: Call): APIApplicationCommand {
  const id = param(call, 'command');
  const command = commandsOf(call).find((one) => one.id === id);
  if (!command) throw new DiscordError(10063);
  return command;
}

function guildOf(call: Call): string | undefined {
  return 'guild' in call.params ? accessToGuild(call).id : undefined;
}

function sameCommand(one: CommandForm, form: CommandForm): boolean {
  const typeOf = ({ type }: CommandForm): number => type ?? ApplicationCommandType.ChatInput;
  return one.name === form.name && typeOf(one) === typeOf(form);
}
