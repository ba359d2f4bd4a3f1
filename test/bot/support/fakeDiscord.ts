import { ComponentType } from 'discord.js';
import type { Messenger, DeliveryEvent, Refused, Sent } from '../../../src/bot/delivery/event.js';
import type { FetchAttachment } from '../../../src/bot/delivery/fetchFiles.js';
import type { AskForCard } from '../../../src/bot/delivery/making.js';
import { BotError } from '../../../src/bot/errors.js';
import { say, textsFor } from '../../../src/bot/i18n/index.js';
import type { DiscordConnection } from '../../../src/bot/lifecycle.js';
import type { View } from '../../../src/bot/views/view.js';

/** A message as members would see it. */
export interface Shown {
  readonly messageId: string;
  /** `kind` of the news, then the generation's id. */
  text: string;
  files: readonly Uint8Array[];
}

/** A process's connection to a test's Discord; it knows no channels. */
export function connectionTo(messenger: Messenger, fetchAttachment: FetchAttachment): DiscordConnection {
  const places = { channels: () => undefined };
  return {
    ...{ messenger, render, places, fetchAttachment },
    isReady: () => true,
    clockWentBack: () => undefined,
    close: () => Promise.resolve(),
  };
}

/** A view that says which news it shows: what it looks like is another room's matter. */
export function render(event: DeliveryEvent): View {
  const files =
    event.kind === 'pictures' ? event.pictures.map(({ bytes, seed }) => ({ name: `${seed}.png`, bytes })) : [];
  const text =
    event.kind === 'place'
      ? `place ${event.position.place}`
      : event.kind === 'heldBack'
        ? `held back ${event.count}${event.all ? ', all' : ''}`
        : event.kind === 'failed'
          ? `failed ${say(event.error.reason, textsFor('en-US'))}`
          : event.kind === 'reveal'
            ? `reveal ${JSON.stringify(event.duel.result)} ${event.duel.id}`
            : event.kind === 'reading'
              ? `reading ${event.progress.done}`
              : event.kind;
  return {
    components: [{ type: ComponentType.TextDisplay, content: `${text} ${event.generation.id}` }],
    files,
    ...(event.kind === 'reveal' && event.duel.pictures),
  };
}

/** One channel's messages, and what was asked of Discord in which order. Faults are set by tests. */
export class FakeDiscord implements Messenger {
  readonly messages = new Map<string, Shown>();
  readonly calls: string[] = [];
  /** What only who asked was told. */
  readonly private: string[] = [];
  /** What members attached, by address. */
  readonly files = new Map<string, Uint8Array>();
  /** What the next calls answer instead, by call. */
  readonly faults = new Map<keyof Messenger, (Refused | Error)[]>();
  /** Resolves when Discord may answer the next edits. */
  slow: Promise<void> = Promise.resolve();
  #ids = 0;

  /** Attaches files, and gives what Discord says of them. */
  attach(...all: readonly Uint8Array[]): { readonly name: string; readonly url: string; readonly bytes: number }[] {
    return all.map((bytes) => {
      const url = `file:${++this.#ids}`;
      this.files.set(url, bytes);
      return { name: 'a file', url, bytes: bytes.length };
    });
  }

  readonly fetchAttachment: FetchAttachment = ({ name, url }) => {
    const bytes = this.files.get(url);
    return bytes ? Promise.resolve(bytes) : Promise.reject(new BotError('fetchFailed', { name }));
  };

  /** The deferred reply, as it is when a request is accepted. */
  reply(): string {
    const messageId = `9${String(++this.#ids).padStart(17, '0')}`;
    this.messages.set(messageId, { messageId, text: 'thinking', files: [] });
    return messageId;
  }

  editByToken({ messageId }: { messageId: string | undefined }, view: View): Promise<Sent | Refused> {
    return this.#edit('editByToken', messageId ?? '', view);
  }

  followUp(_: { applicationId: string; token: string }, { components: [first] }: View): Promise<Sent | Refused> {
    const fault = this.#fault('followUp');
    if (!fault) this.private.push(first.type === ComponentType.TextDisplay ? first.content : '');
    return Promise.resolve(fault ?? { messageId: '', attachmentIds: [] });
  }

  editByBot({ messageId }: { messageId: string }, view: View): Promise<Sent | Refused> {
    return this.#edit('editByBot', messageId, view);
  }

  async postNew(_: { channelId: string; nonce: string }, view: View): Promise<Sent | Refused> {
    const fault = this.#fault('postNew');
    if (fault) return fault;
    const messageId = this.reply();
    return Promise.resolve(this.#show(this.messages.get(messageId)!, view));
  }

  deleteOwn({ messageId }: { messageId: string }): Promise<Refused | undefined> {
    const fault = this.#fault('deleteOwn');
    if (!fault) this.messages.delete(messageId);
    return Promise.resolve(fault);
  }

  findOwn({ about }: { about: string }): Promise<Sent | undefined> {
    this.calls.push('findOwn');
    const found = [...this.messages.values()].find(
      ({ text }) => text.includes(about) && /^(pictures|reveal)/.test(text),
    );
    return Promise.resolve(
      found && { messageId: found.messageId, attachmentIds: found.files.map((_, i) => String(i)) },
    );
  }

  /** Messages that show the pictures of a generation. */
  pictures(generationId: string): Shown[] {
    return [...this.messages.values()].filter(({ text }) => text === `pictures ${generationId}`);
  }

  async #edit(call: 'editByToken' | 'editByBot', messageId: string, view: View): Promise<Sent | Refused> {
    const fault = this.#fault(call);
    if (fault) return fault;
    await this.slow;
    const message = this.messages.get(messageId);
    return message ? this.#show(message, view) : { refused: 10008 };
  }

  #fault(call: keyof Messenger): Refused | undefined {
    this.calls.push(call);
    const fault = this.faults.get(call)?.shift();
    if (fault instanceof Error) throw fault;
    return fault;
  }

  #show(message: Shown, { components, files, kept = [] }: View): Sent {
    const [first] = components;
    message.text = first.type === ComponentType.TextDisplay ? first.content : '';
    if (kept.length === 0) message.files = files.map(({ bytes }) => new Uint8Array(bytes));
    return { messageId: message.messageId, attachmentIds: files.map((_, i) => `8${i}`) };
  }
}

/** No card is painted of what was made. */
export const noCards: AskForCard = (_generation, _aesthetic, _said, show) => show();
