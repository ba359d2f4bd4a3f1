import type { Refused, Sent } from './event.js';

/** What is done where Discord refuses a message. */
export type Remedy =
  /** It passes: the job is tried again. */
  | 'retry'
  /** The interaction's token is no good, whatever the clock says: the bot's own is used. */
  | 'byBot'
  /** The reply cannot be edited any more: a new message takes its place. */
  | 'anew'
  /** The same with smaller files; where even those are refused, the reply says so. */
  | 'smaller'
  /** What the message holds is refused: the reply says so instead. */
  | 'tell'
  /** Nothing reaches the channel: it is logged. */
  | 'giveUp';

/**
 * Discord's own error codes (topics/opcodes-and-status-codes) that it documents for sending, editing, reading and deleting messages, by
 * channel or by an interaction's token. Names follow discord.js's `RESTJSONErrorCodes`.
 */
const refusals = {
  unknownChannel: [10003, 'giveUp'],
  unknownGuild: [10004, 'giveUp'],
  unknownMessage: [10008, 'anew'],
  unknownWebhook: [10015, 'byBot'],
  unknownInteraction: [10062, 'byBot'],
  slowmode: [20016, 'retry'],
  announcementEditLimit: [20022, 'retry'],
  channelSendRateLimit: [20028, 'retry'],
  tooManyAttachments: [30015, 'tell'],
  editQuota: [30046, 'anew'],
  sendingDisabled: [40004, 'retry'],
  requestTooLarge: [40005, 'smaller'],
  alreadyAcknowledged: [40060, 'byBot'],
  serviceRateLimited: [40062, 'retry'],
  cloudflareBlocks: [40333, 'retry'],
  missingAccess: [50001, 'anew'],
  cannotEditAnother: [50005, 'anew'],
  emptyMessage: [50006, 'tell'],
  cannotMessageUser: [50007, 'giveUp'],
  nonTextChannel: [50008, 'giveUp'],
  missingPermissions: [50013, 'anew'],
  wrongChannelType: [50024, 'giveUp'],
  invalidWebhookToken: [50027, 'byBot'],
  invalidFormBody: [50035, 'tell'],
  fileTooLarge: [50045, 'smaller'],
  invalidFile: [50046, 'tell'],
  threadArchived: [50083, 'anew'],
  invalidJson: [50109, 'tell'],
  overloaded: [130000, 'retry'],
  threadLocked: [160005, 'giveUp'],
  blockedByAutoMod: [200000, 'tell'],
  titleBlockedByAutoMod: [200001, 'tell'],
  harmfulLink: [240000, 'tell'],
} as const satisfies Readonly<Record<string, readonly [code: number, remedy: Remedy]>>;

type RefusalName = keyof typeof refusals;

const remedies: ReadonlyMap<number, Remedy> = new Map(Object.values(refusals));

/** What is done about a code. One that is not in the table is about what was sent, as far as anybody knows: the reply says so. */
export function remedyOf(code: number): Remedy {
  return remedies.get(code) ?? 'tell';
}

/** Whether Discord refused a message for which one of these is to be done. */
export function isRefusedFor(answer: Sent | Refused, ...remedies: readonly Remedy[]): answer is Refused {
  return 'refused' in answer && remedies.includes(remedyOf(answer.refused));
}

export function codeOf(name: RefusalName): number {
  return refusals[name][0];
}

/** Every code with its name and what is done about it. */
export const refusalTable: Readonly<Record<string, readonly [code: number, remedy: Remedy]>> = refusals;
