import { CancelledError, CheckpointError, EngineCrashError, GraphError, SessionError, UserError } from '../errors.js';
import type { SmallPicture } from '../image/smallPicture.js';
import type { MemoryBudget } from '../runtime/memoryBudget.js';
import type {
  DeviceRequest,
  Engine,
  EngineInfo,
  ImagineRequest,
  LoraRequest,
  PaintedImage,
  Precision,
  Progress,
} from '../types.js';
import type { UserErrorData } from '../userErrorTexts.js';

/** What is asked of the engine, by the method's name. Typed arrays cross as they are (serialization "advanced"). */
export type Call =
  | { readonly method: 'embedImages'; readonly images: readonly (string | Uint8Array)[] }
  | { readonly method: 'embedByTowers'; readonly images: readonly (string | Uint8Array)[] }
  | {
      readonly method: 'thumbnails';
      readonly images: readonly (string | Uint8Array)[];
      readonly size: number | SmallPicture;
    }
  | { readonly method: 'embedTexts'; readonly texts: readonly string[] }
  | { readonly method: 'imagine'; readonly request: ImagineRequest };
export type Method = Call['method'];
/** What each method gives. */
export type Answers = { readonly [M in Method]: Awaited<ReturnType<Engine[M]>> };
export type Answer = Answers[Method];

export interface OpenMessage {
  readonly type: 'open';
  /** Absolute folder. */
  readonly pack: string;
  readonly device?: DeviceRequest;
  readonly precision?: Precision;
  readonly batch?: number;
  readonly loras?: readonly LoraRequest[];
  /** Whether the parent has encodings of other processes to ask for. */
  readonly encodings?: boolean;
  /** The parent's, who knows what the machine is for. */
  readonly memoryBudget: MemoryBudget;
}

/** Parent to child. Calls have an id of the parent's; any number may be in hand. */
export type ToChild =
  | OpenMessage
  | {
      readonly type: 'call';
      readonly id: number;
      readonly call: Call;
      readonly progress: boolean;
      readonly pictures: boolean;
    }
  | { readonly type: 'abort'; readonly id: number }
  /** To the child's question `id`; without bytes, nobody has it. */
  | { readonly type: 'encoding'; readonly id: number; readonly bytes?: Uint8Array }
  | { readonly type: 'close' };

/** Child to parent. */
export type ToParent =
  | { readonly type: 'ready'; readonly info: EngineInfo }
  | { readonly type: 'refused'; readonly error: SerialisedError }
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress }
  | { readonly type: 'picture'; readonly id: number; readonly picture: PaintedImage }
  | { readonly type: 'getEncoding'; readonly id: number; readonly key: string }
  | { readonly type: 'setEncoding'; readonly key: string; readonly bytes: Uint8Array }
  | { readonly type: 'answer'; readonly id: number; readonly answer: Answer }
  | { readonly type: 'failure'; readonly id: number; readonly error: SerialisedError };

/** A class stands before the one that it extends. */
const errorClasses = {
  UserError,
  CheckpointError,
  SessionError,
  GraphError,
  EngineCrashError,
  CancelledError,
} as const;
type ErrorClass = keyof typeof errorClasses;

/** An error on its way between processes: structured clone would keep neither the class nor, of ours, the name. */
export interface SerialisedError {
  /** One of ours, or absent: a bug. */
  readonly class?: ErrorClass;
  readonly name: string;
  readonly message: string;
  /** Of a UserError that has a code; its message follows from it. */
  readonly data?: UserErrorData;
  readonly stack?: string;
}

export function serialiseError(error: unknown): SerialisedError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error) };
  const ours = (Object.keys(errorClasses) as ErrorClass[]).find((name) => error instanceof errorClasses[name]);
  return {
    ...(ours !== undefined && { class: ours }),
    name: error.name,
    message: error.message,
    ...(error instanceof UserError && error.data && { data: error.data }),
    ...(error.stack !== undefined && { stack: error.stack }),
  };
}

function fromClass(name: ErrorClass, { message, data }: SerialisedError): Error {
  return name === 'UserError' ? new UserError(data ?? message) : new errorClasses[name](message);
}

/** The error as it was thrown, of the same class, with the stack of where that was. */
export function deserialiseError(sent: SerialisedError): Error {
  const error: Error = sent.class === undefined ? new Error(sent.message) : fromClass(sent.class, sent);
  if (sent.class === undefined) error.name = sent.name;
  if (sent.stack !== undefined) error.stack = sent.stack;
  return error;
}
