import type { Discord } from '../../../src/playground/index.js';

export type Member = ReturnType<Discord['member']>;
export type Exchange = Awaited<ReturnType<Member['slash']>>;
export type Message = Awaited<ReturnType<Exchange['reply']>>;

/** How long a painting, an embedding or a restart may take on a machine that does much else. */
export const patienceMs = 120_000;

/** The finished picture that an exchange leads to: not a preview, below which there is a button to cancel. */
export function picture(asked: Exchange): Promise<Message> {
  return asked.reply(isPicture, patienceMs);
}

/** Whether it is the finished picture of a request. */
export function isPicture({ images, buttons }: Message): boolean {
  return images.length > 0 && labels({ buttons }).includes('Recipe');
}

/** The pictures that a member sees. */
export function picturesSeen(member: Member): Message[] {
  return member.messages().filter(isPicture);
}

/** The answer in words. */
export function answer(asked: Exchange): Promise<Message> {
  return asked.reply(() => true, patienceMs);
}

/** What an exchange that makes or changes an aesthetic leads to: not that it waits, nor how many images are read. */
export function made(asked: Exchange): Promise<Message> {
  return asked.reply(({ text }) => /is an aesthetic now|is now at version/.test(text), patienceMs);
}

/** Why what was accepted could not be done, as its reply says. */
export async function failure(asked: Exchange): Promise<string> {
  const failed = /^-# (?:This could not be done|Das hat nicht geklappt)\. (.*)$/ms;
  const { text } = await asked.reply((message) => failed.test(message.text), patienceMs);
  return failed.exec(text)?.[1] ?? '';
}

/** The answer that only who asked sees. */
export function privately(asked: Exchange): Promise<Message> {
  return asked.reply(({ ephemeral }) => ephemeral, patienceMs);
}

export function labels({ buttons }: Pick<Message, 'buttons'>): string[] {
  return buttons.map(({ label }) => label);
}

/** What the line below a picture says. */
export interface Proof {
  readonly name: string;
  readonly version: number;
  readonly strength: string;
  readonly before: number;
  readonly after: number;
  readonly seed: number;
}

/** @throws when the message has no such line */
export function proof({ text }: Message): Proof {
  const found = /^-# (.+) v(\d+) · (.+) · cosine (−?[0-9.]+) → (−?[0-9.]+) · seed (\d+)$/m.exec(text);
  if (!found) throw new Error(`no proof line in ${JSON.stringify(text)}`);
  const [, name = '', version, strength = '', before = '', after = '', seed] = found;
  const cosine = (decimal: string): number => Number(decimal.replace('−', '-'));
  return {
    name,
    version: Number(version),
    strength,
    before: cosine(before),
    after: cosine(after),
    seed: Number(seed),
  };
}

/** What only who asked is told. @throws when anybody else, of whom `watcher` is one, sees more than before */
export async function refusal(asked: Exchange, watcher: Member): Promise<string> {
  const before = watcher.messages().length;
  const { text } = await privately(asked);
  const after = watcher.messages().length;
  if (after !== before) throw new Error(`${after - before} messages more can be seen by others; refused was: ${text}`);
  return text;
}

/** The custom_id of a button, as a tampered client reads it. */
export function customIdOf({ buttons }: Message, label: string): string {
  const id = buttons.find((button) => button.label === label)?.customId;
  if (id === undefined) throw new Error(`no button ${label}; there are ${labels({ buttons }).join(', ')}`);
  return id;
}

export async function download({ url }: { readonly url: string }): Promise<Uint8Array> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}
