import type { APIApplicationCommand } from 'discord.js';
import type { Component } from '../rules/components.js';

/** What the page and its server say to each other. Types alone: the page's bundle takes nothing from here. */
export interface Person {
  readonly id: string;
  readonly name: string;
}

export interface PageChannel {
  readonly id: string;
  readonly name: string;
  readonly ageRestricted: boolean;
  /** The channel that a thread belongs to. */
  readonly threadOf: string | null;
}

export interface PageGuild {
  readonly id: string;
  readonly name: string;
  readonly channels: readonly PageChannel[];
  /** Bytes of the largest file. */
  readonly fileLimit: number;
}

/** Who is where: as one member's client shows it. */
export interface Directory {
  readonly me: Person;
  readonly members: readonly Person[];
  readonly bot: Person;
  readonly guilds: readonly PageGuild[];
}

/** The first event of every connection. */
export interface Hello {
  readonly directory: Directory;
  /** What the page had is not continued: all messages follow. */
  readonly fresh: boolean;
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
  /** What it answers: a command of somebody's, or a message. */
  readonly command: { readonly user: Person; readonly name: string } | null;
  readonly replyTo: string | null;
  readonly deletable: boolean;
}

export interface PageEmbed {
  readonly title?: string;
  readonly description?: string;
  readonly fields?: readonly { readonly name: string; readonly value: string }[];
  readonly image?: { readonly url: string };
}

/** Events after `hello`, by name. */
export interface Events {
  readonly hello: Hello;
  readonly messages: readonly PageMessage[];
  readonly gone: readonly string[];
  readonly bot: { readonly connected: boolean };
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

/** The answer to a action. */
export interface ActionResult {
  readonly modal?: PageModal;
  readonly choices?: readonly Choice[];
}

/** Commands that the member is offered in a channel. */
export interface AvailableCommands {
  readonly slash: readonly APIApplicationCommand[];
  readonly message: readonly APIApplicationCommand[];
}

/** A value of an option; a file is named by its place in the form. */
export type OptionValue = string | number | boolean | { readonly file: number };
export type FieldValue = string | boolean | readonly string[] | { readonly files: readonly number[] };

interface There {
  /** The member's id. */
  readonly as: string;
  readonly channel: string;
}

/** What a member does. Files come beside it, as `files[n]`. */
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
    | { readonly type: 'post'; readonly content: string }
    | { readonly type: 'delete'; readonly message: string }
  );

/** Example pictures that come with the pack, by look. */
export interface ExampleSet {
  readonly name: string;
  /** One that shows the look well. */
  readonly prompt: string;
  /** A seed that suits both; absent: any. */
  readonly seed?: number;
  readonly pictures: readonly string[];
}
