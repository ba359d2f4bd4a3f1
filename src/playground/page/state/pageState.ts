import type { Signal } from '@preact/signals';
import { flatten } from '../../rules/components.js';
import { historyPerChannel } from '../../rules/limits.js';
import type { ClientLocale } from '../../rules/locales.js';
import type { SelectableGuild } from '../../rules/selectable.js';
import type { Directory, ExampleSet, Hello, AvailableCommands, PageMessage, PageModal } from '../../site/protocol.js';
import type { PageTexts } from '../i18n/index.js';

/** A notice of the page in a channel. */
export interface Notice {
  readonly id: string;
  /** Who sees it. */
  readonly memberId: string;
  readonly channelId: string;
  readonly text: string;
  /** The newest message of the channel when it came; null: there was none. */
  readonly after: string | null;
}

export interface OpenModal extends PageModal {
  readonly channelId: string;
}

export interface Picture {
  readonly url: string;
  readonly alt: string;
  readonly width: number | null;
  readonly height: number | null;
}

export type OlderState = 'more' | 'loading' | 'failed' | 'none';

export interface PageState {
  readonly directory: Directory | null;
  /** The member's language. */
  readonly locale: ClientLocale;
  /** Whether the page receives events. */
  readonly online: boolean;
  readonly botConnected: boolean;
  readonly messages: Readonly<Record<string, PageMessage>>;
  readonly channelId: string | null;
  /** By channel, whether there are messages older than those that the page has; absent: nobody has asked. */
  readonly older: Readonly<Record<string, OlderState>>;
  /** The message to which an address leads, until the list has shown it. */
  readonly target: string | null;
  /** The commands that are available in the open channel. */
  readonly commands: AvailableCommands;
  /** The newest message that was looked at, by channel. */
  readonly lastRead: Readonly<Record<string, string>>;
  /** The last message of the open channel that had been read before; what follows is new. Null: nothing is. */
  readonly newAfter: string | null;
  /** Whether the page can be seen: only then messages become read. */
  readonly isVisible: boolean;
  readonly notices: readonly Notice[];
  /** Buttons and selects whose press the bot has not acknowledged: `message/custom_id`. */
  readonly busy: readonly string[];
  readonly modal: OpenModal | null;
  readonly lightbox: { readonly pictures: readonly Picture[]; readonly index: number } | null;
  readonly drawer: boolean;
  /** The message that the next one answers, by draft. */
  readonly replyTo: Readonly<Record<string, string>>;
  /** The message whose text is being changed. */
  readonly editing: string | null;
  readonly examples: readonly ExampleSet[];
  readonly tourOpen: boolean;
  /** The text of the live region, for screen readers. */
  readonly liveText: string;
  /** How many of the member's paintings were done while the page was hidden. */
  readonly unseenPaintings: number;
  /** What is said for a moment. */
  readonly toast: string | null;
}

export const initialState: PageState = {
  directory: null,
  locale: 'en-US',
  online: false,
  botConnected: false,
  messages: {},
  channelId: null,
  older: {},
  target: null,
  commands: { slash: [], message: [] },
  lastRead: {},
  newAfter: null,
  isVisible: true,
  notices: [],
  busy: [],
  modal: null,
  lightbox: null,
  drawer: false,
  replyTo: {},
  editing: null,
  examples: [],
  tourOpen: true,
  liveText: '',
  unseenPaintings: 0,
  toast: null,
};

/** Changes the state. */
export function update(store: Signal<PageState>, change: (before: PageState) => PageState): void {
  store.value = change(store.peek());
}

/** The state after a connection's first event. */
export function afterHello(state: PageState, { directory, reset, botConnected }: Hello): PageState {
  return withDirectory(
    { ...state, botConnected, online: true, messages: reset ? {} : state.messages, older: reset ? {} : state.older },
    directory,
  );
}

/** The open channel stays open if it still exists. */
export function withDirectory(state: PageState, directory: Directory): PageState {
  const channels = directory.guilds.flatMap((guild) => guild.channels);
  const stays = channels.some(({ id }) => id === state.channelId);
  const channelId = stays ? state.channelId : (channels[0]?.id ?? null);
  const isAnother = state.directory?.me.id !== directory.me.id || !stays;
  return {
    ...state,
    newAfter: isAnother ? lastReadIn(state, channelId) : state.newAfter,
    directory,
    channelId,
  };
}

export function withMessages(state: PageState, changed: readonly PageMessage[]): PageState {
  const messages = { ...state.messages, ...Object.fromEntries(changed.map((one) => [one.id, one])) };
  return markRead({ ...state, messages });
}

export function withoutMessages(state: PageState, deleted: readonly string[]): PageState {
  const left = Object.entries(state.messages).filter(([id]) => !deleted.includes(id));
  return { ...state, messages: Object.fromEntries(left) };
}

/** Whether a channel has messages that are older than those that the page has. */
export function olderIn(state: PageState, channelId: string): OlderState {
  return state.older[channelId] ?? (messagesIn(state, channelId).length < historyPerChannel ? 'none' : 'more');
}

/** Messages of a channel, oldest first. */
export function messagesIn({ messages }: PageState, channelId: string | null): PageMessage[] {
  return Object.values(messages)
    .filter((message) => message.channelId === channelId)
    .sort((a, b) => compareIds(a.id, b.id));
}

/** Opens a channel: what came since it was last read is new. */
export function withChannel(state: PageState, channelId: string): PageState {
  return markRead({ ...state, channelId, drawer: false, newAfter: lastReadIn(state, channelId) });
}

/** Shows or hides the page: what came while it was hidden is new. */
export function withVisibility(state: PageState, isVisible: boolean): PageState {
  if (!isVisible) return { ...state, isVisible };
  const last = lastReadIn(state, state.channelId);
  const newest = messagesIn(state, state.channelId).at(-1);
  const isNew = last !== null && newest !== undefined && compareIds(newest.id, last) > 0;
  return markRead({ ...state, isVisible, unseenPaintings: 0, newAfter: isNew ? last : state.newAfter });
}

function lastReadIn({ lastRead }: PageState, channelId: string | null): string | null {
  return channelId === null ? null : (lastRead[channelId] ?? null);
}

/** Marks the open channel as read, if the page can be seen. */
export function markRead(state: PageState): PageState {
  const { channelId, lastRead } = state;
  const newest = messagesIn(state, channelId).at(-1);
  return channelId === null || !newest || !state.isVisible
    ? state
    : { ...state, lastRead: { ...lastRead, [channelId]: newest.id } };
}

/** Whether a channel has messages that are newer than when it was last open. */
export function isUnread(state: PageState, channelId: string): boolean {
  if (channelId === state.channelId && state.isVisible) return false;
  const newest = messagesIn(state, channelId).at(-1);
  const lastRead = state.lastRead[channelId];
  return newest !== undefined && (lastRead === undefined || compareIds(newest.id, lastRead) > 0);
}

/** Like `sort`'s comparison: older ids are smaller. */
export function compareIds(a: string, b: string): number {
  return a.length === b.length ? (a < b ? -1 : a > b ? 1 : 0) : a.length - b.length;
}

/** The guild and the channel that are open. */
export function placeOf({ directory, channelId }: PageState) {
  const guild = directory?.guilds.find(({ channels }) => channels.some(({ id }) => id === channelId));
  const channel = guild?.channels.find(({ id }) => id === channelId);
  return guild && channel ? { guild, channel } : undefined;
}

/** What the open guild has to choose from. */
export function selectableGuild(state: PageState): SelectableGuild | undefined {
  const guild = placeOf(state)?.guild;
  const { directory } = state;
  if (!guild || !directory) return undefined;
  return { members: [...directory.members, directory.bot], channels: guild.channels, roles: guild.roles };
}

/** The text of a mention. */
export function mentionName({ directory }: PageState, { message }: PageTexts, id: string): string {
  const person = directory && [...directory.members, directory.bot].find((one) => one.id === id);
  const channel = directory?.guilds.flatMap(({ channels }) => channels).find((one) => one.id === id);
  const role = directory?.guilds.flatMap(({ roles }) => roles).find((one) => one.id === id);
  return role ? `@${role.name}` : person ? `@${person.name}` : channel ? `#${channel.name}` : message.unknownMention;
}

/** What can be read in a message. */
export function textOf({ content, components }: PageMessage): string {
  const texts = flatten(components).flatMap((one) => one.content ?? []);
  return [content, ...texts].filter((text) => text !== '').join('\n');
}
