import type { Clock } from '../clock.js';
import { createOmissions } from './omissions.js';
import { createSessionStarts } from './sessionStarts.js';
import type { SessionStarts } from './sessionStarts.js';
import type { Mentions, WorldState } from './state.js';

const discordEpochMs = 1_420_070_400_000;

export interface Ping extends Mentions {
  readonly messageId: string;
}

/** An event for the sessions whose intents include it. */
export interface GatewayEvent {
  readonly name: string;
  readonly data: Payload;
  /** The intent that a session needs; if absent, none. */
  readonly intent?: number;
  /** Whether sessions without the intent for message content receive the message without its content. */
  readonly hasForeignContent?: boolean;
}

/** JSON as it goes over the wire. */
export type Payload = Readonly<Record<string, unknown>>;

/** The state of a Discord, and notifications of its changes. */
export interface World {
  readonly state: WorldState;
  /** Bytes of attachments by id. */
  readonly files: Map<string, Uint8Array>;
  readonly clock: Clock;
  /** `http://127.0.0.1:PORT`, where the CDN's links lead. */
  readonly origin: string;
  readonly rules: Rules;
  /** Ids of guilds that are unavailable. */
  readonly outages: Set<string>;
  readonly sessionStarts: SessionStarts;
  /** The bot's messages that pinged somebody, in order. */
  readonly pings: Ping[];
  /** Whether an answer leaves out a field that Discord does not promise: half of the times, as `rules.omissionSeed` says. */
  leavesOut(): boolean;
  /** A new snowflake: ordered, and its time is the clock's. */
  newId(): string;
  /** Notifies the watchers that a part of the state changed, or with an id that entry of it, or, without both, what no state tells of. */
  readonly changed: (part?: keyof WorldState, id?: string) => void;
  /** Calls back after every change, until the returned function is called. */
  watch(listener: (part?: keyof WorldState, id?: string) => void): () => void;
  emit(event: GatewayEvent): void;
  onEvent(listener: (event: GatewayEvent) => void): void;
}

/** Numbers that Discord does not document, or that tests need to be smaller. */
export interface Rules {
  /** How long a link of the CDN is valid. */
  readonly linkMs: number;
  /** How many edits of a message older than an hour are allowed in a time. Discord does not document it (discord-api-docs#4413). */
  readonly lateEdits: { readonly most: number; readonly perMs: number };
  /** Requests a second, over all routes that need the bot's token. */
  readonly globalPerSecond: number;
  /** Invalid requests in ten minutes, after which nothing reaches Discord. */
  readonly invalidRequests: number;
  /** How many messages of each channel, and bytes of files in all, are kept; then the oldest are forgotten. */
  readonly messagesPerChannel: number;
  readonly fileBytes: number;
  readonly heartbeatMs: number;
  /** Between two IDENTIFY of one bucket, of which there are `maxConcurrency`. */
  readonly identifyMs: number;
  readonly maxConcurrency: number;
  readonly sessionsADay: number;
  /** How many shards are recommended, and how many guilds one may have at most. */
  readonly shards: number;
  readonly guildsPerShard: number;
  /** Which answers leave out the fields that Discord does not promise. */
  readonly omissionSeed: number;
}

export const defaultRules: Rules = {
  linkMs: 24 * 3_600_000,
  lateEdits: { most: 5, perMs: 3_600_000 },
  globalPerSecond: 50,
  invalidRequests: 10_000,
  messagesPerChannel: 1_000,
  fileBytes: 512 * 2 ** 20,
  heartbeatMs: 41_250,
  identifyMs: 5_000,
  maxConcurrency: 1,
  sessionsADay: 1_000,
  shards: 1,
  guildsPerShard: 2_500,
  omissionSeed: 1,
};

export function createWorld(parts: Pick<World, 'state' | 'files' | 'clock' | 'origin' | 'rules'>): World {
  const watchers = new Set<World['changed']>();
  const listeners: ((event: GatewayEvent) => void)[] = [];
  const { state, clock } = parts;
  return {
    ...parts,
    outages: new Set(),
    pings: [],
    sessionStarts: createSessionStarts(clock, parts.rules),
    leavesOut: createOmissions(parts.rules.omissionSeed),
    newId: () => nextId(state, clock),
    changed: (part, id) => {
      for (const watcher of [...watchers]) watcher(part, id);
    },
    watch: (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    emit: (event) => {
      for (const listener of listeners) listener(event);
    },
    onEvent: (listener) => {
      listeners.push(listener);
    },
  };
}

/** Where bots connect to the gateway. */
export function gatewayUrl({ origin }: World): string {
  return `${origin.replace('http', 'ws')}/gateway`;
}

/** A snowflake: milliseconds since 2015 over 22 bits that tell those of one millisecond apart. */
export function nextId(state: { lastId: string }, clock: Pick<Clock, 'now'>): string {
  const byTime = BigInt(Math.floor(clock.now()) - discordEpochMs) << 22n;
  const byOrder = BigInt(state.lastId) + 1n;
  state.lastId = (byTime > byOrder ? byTime : byOrder).toString();
  return state.lastId;
}

/**
 * Resolves with the first value that `find` gives, now or after a change that `concerns` it; default: any. @throws when `timeoutMs` pass
 * without one
 */
export function waitFor<T>(
  world: World,
  find: () => T | undefined,
  timeoutMs: number,
  what: () => string | Error,
  concerns: (part?: keyof WorldState, id?: string) => boolean = () => true,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (then: () => void) => {
      clearTimeout(timer);
      unwatch();
      then();
    };
    const look = () => {
      try {
        const found = find();
        if (found !== undefined)
          stop(() => {
            resolve(found);
          });
      } catch (error) {
        stop(() => {
          reject(error instanceof Error ? error : new Error(String(error)));
        });
      }
    };
    const timer = setTimeout(() => {
      stop(() => {
        const missing = what();
        reject(missing instanceof Error ? missing : new Error(`${missing} (waited ${timeoutMs} ms)`));
      });
    }, timeoutMs);
    const unwatch = world.watch((part, id) => {
      if (concerns(part, id)) look();
    });
    look();
  });
}
