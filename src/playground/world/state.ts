import type { APIApplicationCommand, APIOverwrite, APIUser, InteractionType } from 'discord.js';
import type { Component } from '../rules/components.js';

/** The whole state except the bytes of files, as plain JSON, so that it can be saved and restored. */
export interface WorldState {
  /** The last snowflake given out. */
  lastId: string;
  readonly application: ApplicationState;
  readonly users: Record<string, APIUser>;
  readonly guilds: Record<string, GuildState>;
  readonly messages: Record<string, MessageState>;
  readonly interactions: Record<string, InteractionState>;
  commands: APIApplicationCommand[];
  /** When commands were created, by guild or `global`: 200 a day. */
  readonly commandCreates: Record<string, number[]>;
}

interface ApplicationState {
  readonly id: string;
  readonly name: string;
  /** Replaced when more sessions are started than a day allows. */
  token: string;
  /** Signs the links of the CDN. */
  readonly signingKey: string;
  /** Bits of privileged intents that the application may ask for. */
  readonly privilegedIntents: number;
}

export interface GuildState {
  readonly id: string;
  readonly name: string;
  readonly ownerId: string;
  /** `preferred_locale`. */
  locale: string;
  readonly attachmentSizeLimit: number;
  readonly roles: RoleState[];
  readonly channels: ChannelState[];
  readonly members: MemberState[];
  /** Whether the bot is a member. */
  hasBot: boolean;
}

export interface RoleState {
  readonly id: string;
  readonly name: string;
  /** A bitset as a decimal string. */
  permissions: string;
}

export interface ChannelState {
  readonly id: string;
  readonly guildId: string;
  readonly name: string;
  readonly type: number;
  readonly nsfw: boolean;
  /** A thread's channel. */
  readonly parentId: string | null;
  readonly overwrites: APIOverwrite[];
  archived: boolean;
  /** A thread that only those who manage threads can write in. */
  locked?: boolean;
  /** A private thread that the bot was not added to: it hears of it by interactions alone. */
  readonly withoutBot?: boolean;
  deleted: boolean;
}

export interface MemberState {
  readonly userId: string;
  readonly locale: string;
  readonly roleIds: string[];
  /** Milliseconds since 1970; absent: long ago. */
  joinedAt?: number;
  /** Until then the member can only read; milliseconds since 1970. */
  timedOutUntil?: number;
}

export interface AttachmentState {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  readonly size: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly description: string | null;
  readonly channelId: string;
  /** Uploaded with an interaction, or part of an ephemeral message. */
  readonly ephemeral: boolean;
}

/** Whom a message mentions: ids of users and roles. */
export interface Mentions {
  readonly users: readonly string[];
  readonly roles: readonly string[];
  readonly everyone: boolean;
}

/** What an edit can change. */
export interface MessageContent {
  readonly content: string;
  readonly embeds: readonly object[];
  readonly components: readonly Component[];
  readonly attachments: readonly AttachmentState[];
  readonly flags: number;
  /** Absent: nobody. */
  readonly mentions?: Mentions;
}

export interface MessageState {
  readonly id: string;
  readonly channelId: string;
  readonly guildId: string;
  readonly authorId: string;
  readonly createdAt: number;
  editedAt: number | null;
  now: MessageContent;
  /** What it was before each edit, oldest first. */
  readonly before: (MessageContent & { readonly until: number })[];
  /** The one member who sees an ephemeral message. */
  readonly visibleTo: string | null;
  readonly nonce: string | null;
  readonly interactionId: string | null;
  readonly referenceId: string | null;
  /** Times of the edits made when it was older than an hour. */
  readonly lateEdits: number[];
  deleted: boolean;
}

export interface InteractionState {
  readonly id: string;
  readonly token: string;
  readonly type: InteractionType;
  readonly createdAt: number;
  readonly userId: string;
  readonly guildId: string;
  readonly channelId: string;
  /** As members see it: `/aesthetic create`, or the name of a message command. */
  readonly commandName: string | null;
  /** The message with the component that was used, or that the modal was opened from. */
  readonly sourceId: string | null;
  /** The type of the callback; null before. */
  callback: number | null;
  /** The message that `@original` means. */
  responseId: string | null;
  modal: ModalState | null;
  choices: readonly { readonly name: string; readonly value: string | number }[] | null;
  readonly followUpIds: string[];
}

export interface ModalState {
  readonly customId: string;
  readonly title: string;
  readonly components: readonly Component[];
}
