import type { ThreadChannelType } from 'discord.js';
import type { Component } from '../../rules/components.js';
import type { Listed } from './attachments.js';
import type { CommandForm } from './commandRules.js';

/** The fields that all requests that write messages share. */
export interface MessageBody {
  readonly content?: string | null;
  readonly embeds?: readonly object[] | null;
  readonly components?: readonly Component[] | null;
  readonly attachments?: readonly Listed[] | null;
  readonly flags?: number | null;
  readonly allowed_mentions?: AllowedMentions | null;
}

export interface AllowedMentions {
  readonly parse?: readonly string[] | null;
  readonly users?: readonly string[] | null;
  readonly roles?: readonly string[] | null;
  readonly replied_user?: boolean | null;
}

/** Bodies of requests that have passed the schema. Only the fields that are read here are declared. */
export interface RequestBodies {
  readonly autocomplete: { readonly data?: { readonly choices?: readonly Choice[] | null } };
  readonly messageCallback: { readonly data?: MessageBody | null };
  readonly updateCallback: { readonly data?: MessageBody | null };
  readonly modalCallback: {
    readonly data: { readonly custom_id: string; readonly title: string; readonly components: readonly Component[] };
  };
  readonly pong: object;
  readonly followUp: MessageBody;
  readonly webhookEdit: MessageBody;
  readonly message: MessageBody & {
    readonly nonce?: string | number | null;
    readonly enforce_nonce?: boolean | null;
    readonly message_reference?: {
      readonly message_id?: string;
      readonly channel_id?: string | null;
      readonly fail_if_not_exists?: boolean | null;
    } | null;
  };
  readonly messageEdit: MessageBody;
  readonly thread: { readonly name: string; readonly type?: ThreadChannelType | null };
  readonly command: CommandForm;
  readonly commandEdit: Partial<CommandForm>;
  readonly commands: readonly CommandForm[];
}

interface Choice {
  readonly name: string;
  readonly value: string | number;
}
