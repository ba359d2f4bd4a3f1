import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { CheckpointError, EngineCrashError, GraphError, UserError } from '../engine/index.js';
import type { UserErrorParams } from '../engine/index.js';
import { isTransient } from './transient.js';

/** A text that takes no values. */
type None = undefined;

/** What the bot may lack in a channel, by discord.js' names. */
export type Permission =
  | 'ViewChannel'
  | 'SendMessages'
  | 'SendMessagesInThreads'
  | 'AttachFiles'
  | 'ReadMessageHistory'
  | 'CreatePublicThreads'
  | 'Connect';

/** Votes that there are, and that it takes. */
type Few = { readonly have: number; readonly least: number };

/** Why something cannot be done: every code, the engine's too, and the values that its text takes. `i18n` has the words, in each language. */
export interface ErrorParams extends UserErrorParams {
  readonly erasedVector: None;
  readonly capRange: { readonly highest: number; readonly given: number };
  readonly noPack: { readonly pack: string };
  readonly memberCap: { readonly count: number };
  readonly guildCap: { readonly count: number };
  readonly aestheticCap: { readonly most: number };
  readonly requestTooCostly: {
    readonly seconds: number;
    readonly most: number;
    readonly count: number;
    readonly width: number;
    readonly height: number;
    readonly steps: number;
  };
  readonly deviceTooSlow: { readonly seconds: number; readonly most: number };
  readonly memberCost: { readonly seconds: number; readonly waiting: number; readonly most: number };
  readonly guildCost: { readonly seconds: number; readonly waiting: number; readonly most: number };
  readonly alreadyHere: { readonly name: string };
  readonly notOwn: None;
  readonly partGone: None;
  readonly unblendable: { readonly name: string; readonly why: ErrorData };
  readonly takenByPack: { readonly name: string; readonly pack: string };
  readonly taken: { readonly name: string };
  readonly unusable: { readonly label: string; readonly why: ErrorData };
  readonly erased: { readonly label: string };
  readonly otherLength: { readonly length: number; readonly pack: string; readonly wanted: number };
  readonly otherClip: { readonly pack: string };
  readonly tooMany: { readonly name: string; readonly count: number; readonly most: number };
  readonly imageGone: { readonly name: string };
  readonly notDeleted: None;
  readonly deletedLongAgo: { readonly name: string };
  readonly unchangeable: None;
  readonly imagesKnown: { readonly count: number };
  readonly erasedImage: None;
  readonly anotherClip: { readonly pack: string };
  readonly aestheticGone: { readonly name: string };
  readonly cardGone: None;
  readonly noCount: { readonly count: number };
  readonly tooManyPictures: { readonly most: number; readonly count: number };
  readonly stripWithout: None;
  readonly stripStrength: None;
  readonly stripCount: { readonly count: number };
  readonly noPainter: None;
  readonly notEmbedded: None;
  readonly lost: None;
  readonly tooLargeForDiscord: { readonly code: number };
  readonly refusedByDiscord: { readonly code: number };
  readonly thatGone: None;
  readonly noImagesAdded: { readonly why: ErrorData };
  readonly wrongCode: None;
  readonly unsaidClip: { readonly length: number; readonly pack: string };
  readonly wrongCodes: { readonly count: number };
  readonly packNotServed: { readonly pack: string };
  readonly operator: { readonly reference: string };
  readonly crash: { readonly reference: string };
  readonly paintingBug: { readonly reference: string };
  readonly bug: { readonly reference: string };
  readonly serversAway: None;
  readonly guildOnly: None;
  readonly oldButton: None;
  readonly unknownCommand: None;
  readonly badOption: { readonly option: string };
  readonly gone: None;
  readonly pictureGone: None;
  readonly notPainted: None;
  readonly noAestheticUsed: None;
  readonly rawSteps: None;
  readonly strongest: None;
  readonly weakest: None;
  readonly unknownAesthetic: { readonly name: string; readonly near: readonly string[] };
  readonly aestheticNotHere: None;
  readonly ofPack: { readonly name: string };
  readonly sharedWithPack: { readonly name: string };
  readonly notYours: { readonly name: string };
  readonly mayNotCreate: None;
  readonly mayNotUse: None;
  readonly managersOnly: None;
  readonly moderatorsOnly: None;
  readonly blocked: None;
  readonly youngAccount: { readonly days: number };
  readonly youngMember: { readonly days: number };
  readonly dailyQuota: { readonly quota: number };
  readonly wordRule: { readonly rule: string };
  readonly badWordRule: None;
  readonly tooManyWordRules: { readonly most: number };
  readonly noSuchRule: { readonly rule: string };
  readonly noReports: None;
  readonly reportsUnreachable: None;
  readonly notAPicture: None;
  readonly ownPicture: None;
  readonly nothingDone: None;
  readonly channelPermissions: { readonly channel: string; readonly missing: readonly Permission[] };
  readonly showcaseIncomplete: None;
  readonly contestPlace: None;
  readonly contestGone: None;
  readonly notYourPicture: None;
  readonly notYourRequest: None;
  readonly notYourData: None;
  readonly channel: { readonly allowed: readonly string[] };
  /** The safety check held back as many pictures, and nothing is left to show. */
  readonly flagged: { readonly count: number };
  /** The same, where everybody reads it: only whoever asked is told why. */
  readonly toldPrivately: None;
  readonly unchecked: { readonly pack: string };
  readonly permissions: { readonly missing: readonly Permission[] };
  readonly aestheticAndNot: None;
  readonly keepAlone: None;
  readonly startGone: None;
  readonly stripAlone: None;
  readonly strengthAndRaw: None;
  readonly strength: { readonly given: string };
  readonly size: { readonly given: string };
  readonly name: { readonly given: string };
  readonly nameIsNone: None;
  readonly nameIsTaste: None;
  readonly tooFewMembers: Few;
  readonly tooFewLiked: Few;
  readonly tooFewDisliked: Few;
  readonly tooFewChoices: Few;
  readonly tooFewVotes: Few;
  readonly tooFewForTaste: Few;
  readonly nothingToWeigh: { readonly name: string; readonly count: number };
  readonly tasteOff: None;
  readonly tasteOfAnother: None;
  readonly nameInFile: { readonly why: ErrorData };
  readonly noteLength: { readonly length: number };
  readonly noImages: None;
  readonly imagesWithoutName: None;
  readonly nothingToUndo: None;
  readonly noImagesInMessage: None;
  readonly tooManyImages: { readonly count: number };
  readonly notYourMessage: None;
  readonly draftGone: None;
  readonly noImageVectors: { readonly name: string };
  readonly fileTooLarge: { readonly name: string; readonly mib: string; readonly limit: string };
  readonly foreignHost: { readonly name: string };
  /** Of the store for uploads and pictures on their way. */
  readonly imageStoreFull: None;
  readonly fetchFailed: { readonly name: string };
  readonly fileDamaged: { readonly name: string };
  readonly nothingToCancel: None;
  readonly notCancellable: None;
  readonly noChange: None;
  readonly loraGone: { readonly name: string };
  readonly unknownLora: { readonly name: string; readonly all: string };
  /** None that fits is there. */
  readonly noLoras: { readonly pack: string };
  readonly tooManyLoras: { readonly most: number };
  readonly unknownPack: { readonly name: string; readonly all: string };
  readonly twoCreators: None;
  readonly duelSame: None;
  readonly duelMinutes: { readonly least: number; readonly most: number };
  readonly duelNoAesthetics: None;
  readonly duelGone: None;
  readonly duelNotOpen: None;
  readonly notYourDuel: None;
  readonly pairGone: None;
  readonly choiceGone: None;
}

export type ErrorCode = keyof ErrorParams;

/** A code with its values, as it is thrown, stored and sent between processes. */
export type ErrorData = {
  readonly [C in ErrorCode]: ErrorParams[C] extends None
    ? { readonly code: C }
    : { readonly code: C; readonly params: ErrorParams[C] };
}[ErrorCode];

type Given<C extends ErrorCode> = ErrorParams[C] extends None ? [] : [params: ErrorParams[C]];

/** A code with its values as data: for what is stored, or nested in another error. */
export function errorData<C extends ErrorCode>(code: C, ...[params]: Given<C>): ErrorData {
  // `Given` binds the values to the code, which the compiler cannot follow through the union.
  return { code, ...(params !== undefined && { params }) } as ErrorData;
}

/** What whoever asked can do something about. Services and repositories throw it; words come where it is shown, in the reader's language. */
export class BotError<C extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'BotError';
  readonly data: ErrorData;

  constructor(code: C, ...given: Given<C>) {
    super([code, ...given.map((params) => JSON.stringify(params))].join(' '));
    this.data = errorData(code, ...given);
  }

  /** One that another process threw. */
  static from({ code, ...rest }: ErrorData): BotError {
    const params = 'params' in rest ? [rest.params] : [];
    return new BotError(code, ...(params as Given<ErrorCode>));
  }
}

/** A code with its values, as it comes out of the database or a queue. One that a later version wrote has no text here, which `i18n` copes with. */
export const storedCode = <T extends { readonly code: string }>() =>
  z.custom<T>(
    (value) => typeof value === 'object' && value !== null && 'code' in value && typeof value.code === 'string',
  );
export const storedErrorData = storedCode<ErrorData>();

/** A reason that has a code, or words that an earlier version stored. */
export type Reason = ErrorData | string;

/** What is to be told of an error about which whoever asked can do something; undefined for others, which are for the log. */
export function reasonOf(error: unknown): ErrorData | undefined {
  return error instanceof BotError || error instanceof UserError ? error.data : undefined;
}

/** What is to be told of an error that has no reason for a member: it passes; it is for the operator, who finds it in the log; or it is a bug. */
export function unexplained(error: unknown, reference: string): ErrorData {
  if (isTransient(error)) return errorData('serversAway');
  return errorData(isForOperator(error) ? 'operator' : 'bug', { reference });
}

/** Something that is not set up as it must be: a pack, a device. */
function isForOperator(error: unknown): boolean {
  return error instanceof UserError || error instanceof CheckpointError || error instanceof GraphError;
}

/** A number that a member is told and the log has. */
export function newReference(): string {
  return randomBytes(4).toString('hex');
}

/** Why a painting failed. `reference` finds it in the log. */
export interface Failure {
  readonly kind: 'user' | 'operator' | 'crash' | 'bug';
  readonly reason: Reason;
  readonly reference?: string;
}

/** What whoever asked is told of a failure. What they cannot do anything about has a number that finds it in the log. */
export function failureOf(error: unknown): Failure {
  const reason = reasonOf(error);
  if (reason !== undefined) return { kind: 'user', reason };
  const reference = newReference();
  if (isForOperator(error)) return { kind: 'operator', reference, reason: errorData('operator', { reference }) };
  if (error instanceof EngineCrashError) return { kind: 'crash', reference, reason: errorData('crash', { reference }) };
  return { kind: 'bug', reference, reason: errorData('paintingBug', { reference }) };
}
