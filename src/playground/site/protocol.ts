import type { APIApplicationCommand } from 'discord.js';
import type { Component } from '../rules/components.js';
import type { ClientLocale } from '../rules/locales.js';

/** The protocol between the page and its server. It consists of types only. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

/** Why a member cannot write in a channel. */
export type PostRefusal = 'timedOut' | 'locked' | 'readOnly';

export interface PageChannel {
  readonly id: string;
  readonly name: string;
  readonly ageRestricted: boolean;
  /** The channel that a thread belongs to. */
  readonly threadOf: string | null;
  /** Why the member cannot write there; null: they can. */
  readonly postRefusal: PostRefusal | null;
}

export interface PageGuild {
  readonly id: string;
  readonly name: string;
  readonly channels: readonly PageChannel[];
  readonly roles: readonly Person[];
  /** Bytes of the largest file. */
  readonly fileLimit: number;
}

/** The members, guilds and channels that a member can see. */
export interface Directory {
  readonly me: Person;
  readonly members: readonly Person[];
  readonly bot: Person;
  readonly guilds: readonly PageGuild[];
}

/** The first event of every connection. */
export interface Hello {
  readonly directory: Directory;
  /** The page must drop its messages; all of them follow. */
  readonly reset: boolean;
  readonly botConnected: boolean;
}

export interface PageAttachment {
  readonly id: string;
  readonly filename: string;
  readonly url: string;
  readonly size: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly contentType: string;
  readonly description: string | null;
}

export interface PageMessage {
  readonly id: string;
  readonly channelId: string;
  readonly author: Person & { readonly bot: boolean };
  readonly createdAt: number;
  readonly edited: boolean;
  readonly content: string;
  readonly embeds: readonly PageEmbed[];
  readonly components: readonly Component[];
  readonly attachments: readonly PageAttachment[];
  readonly ephemeral: boolean;
  /** "… is thinking" */
  readonly loading: boolean;
  /** The command that it answers. */
  readonly command: { readonly user: Person; readonly name: string } | null;
  readonly replyTo: string | null;
  /** What it answers, which the page may not have; null: it answers nothing, or that is gone. */
  readonly answered: { readonly author: Person & { readonly bot: boolean }; readonly text: string } | null;
  readonly deletable: boolean;
  readonly editable: boolean;
}

export interface PageEmbed {
  readonly title?: string;
  readonly url?: string;
  readonly description?: string;
  /** RGB as a number. */
  readonly color?: number;
  /** ISO 8601. */
  readonly timestamp?: string;
  readonly author?: { readonly name: string; readonly url?: string; readonly icon_url?: string };
  readonly fields?: readonly { readonly name: string; readonly value: string; readonly inline?: boolean }[];
  readonly image?: { readonly url: string };
  readonly thumbnail?: { readonly url: string };
  readonly footer?: { readonly text: string; readonly icon_url?: string };
}

/** Events after `hello`, by name. */
export interface Events {
  readonly hello: Hello;
  readonly messages: readonly PageMessage[];
  readonly deleted: readonly string[];
  readonly bot: { readonly connected: boolean };
  /** What the member can see or do has changed. */
  readonly directory: Directory;
}

export interface PageModal {
  readonly interaction: string;
  readonly title: string;
  readonly components: readonly Component[];
}

interface Choice {
  readonly name: string;
  readonly value: string | number;
}

/** The result of an action. */
export interface ActionResult {
  readonly modal?: PageModal;
  readonly choices?: readonly Choice[];
}

/** Why an action failed. */
export interface ActionFailure {
  /** In English, for the member. */
  readonly error: string;
  /** What the page has words of its own for: the form can no longer be answered; the bot did not answer. */
  readonly code?: 'formGone' | 'noResponse';
}

/** Commands that the member can use in a channel, with descriptions, choices and `name_localized` in the client's language. */
export interface AvailableCommands {
  readonly slash: readonly APIApplicationCommand[];
  readonly message: readonly APIApplicationCommand[];
}

/** A value of an option. A file is given by its index in the form. */
export type OptionValue = string | number | boolean | { readonly file: number };
export type FieldValue = string | boolean | readonly string[] | { readonly files: readonly number[] };

interface There {
  /** The member's id. */
  readonly as: string;
  readonly channel: string;
  /** The language of the client; absent: the member's own. */
  readonly locale?: ClientLocale;
}

/** An action of a member. Its files are in the form's fields `files[n]`. */
export type ClientAction = There &
  (
    | { readonly type: 'slash'; readonly command: string; readonly options: Readonly<Record<string, OptionValue>> }
    | {
        readonly type: 'autocomplete';
        readonly command: string;
        readonly option: string;
        readonly typed: string;
        readonly options: Readonly<Record<string, OptionValue>>;
      }
    | { readonly type: 'press'; readonly message: string; readonly customId: string }
    | {
        readonly type: 'choose';
        readonly message: string;
        readonly customId: string;
        readonly values: readonly string[];
      }
    | { readonly type: 'context'; readonly message: string; readonly command: string }
    | { readonly type: 'submit'; readonly interaction: string; readonly values: Readonly<Record<string, FieldValue>> }
    | { readonly type: 'post'; readonly content: string; readonly replyTo?: string | undefined }
    | { readonly type: 'edit'; readonly message: string; readonly content: string }
    | { readonly type: 'delete'; readonly message: string }
  );

/** A page of a channel's history, oldest first. */
export interface OlderMessages {
  readonly messages: readonly PageMessage[];
  readonly hasMore: boolean;
}

/** Example pictures that come with the pack, by look. */
export interface ExampleSet {
  readonly name: string;
  /** One that shows the look well. */
  readonly prompt: string;
  /** A seed that suits both; absent: any. */
  readonly seed?: number;
  readonly pictures: readonly string[];
}
