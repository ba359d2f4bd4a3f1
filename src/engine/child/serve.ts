import type { EncodingStore } from '../pipeline/sharedEncodings.js';
import type { Engine, ImagineRequestOptions } from '../types.js';
import { serialiseError } from './messages.js';
import type { Answer, Call, OpenMessage, ToChild, ToParent } from './messages.js';
import { endWithParent } from './parentWatch.js';

type Open = (
  pack: string,
  options?: Partial<Omit<OpenMessage, 'type' | 'pack' | 'encodings'>> & { readonly encodings?: EncodingStore },
) => Promise<Engine>;

/**
 * Makes this process, which was forked, the engine of its parent: opens what the parent names, serves calls as they
 * come (the engine orders them), and exits when the parent closes the channel, says close, or is gone.
 */
export function serveEngine(open: Open): void {
  // Ctrl-C and a service manager's stop reach the whole group; when to stop is the parent's decision.
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
  process.on('disconnect', () => process.exit(0));
  endWithParent();

  const aborts = new Map<number, AbortController>();
  const asked = encodingsOfParent();
  let engine: Engine | undefined;

  const receive = async (message: ToChild): Promise<void> => {
    switch (message.type) {
      case 'open':
        try {
          const { pack, device, precision, batch, loras, encodings, memoryBudget } = message;
          engine = await open(pack, {
            ...(device && { device }),
            ...(precision && { precision }),
            ...(batch !== undefined && { batch }),
            ...(loras && { loras }),
            ...(encodings === true && { encodings: asked.store }),
            memoryBudget,
          });
          send({ type: 'ready', info: engine.info });
        } catch (error) {
          send({ type: 'refused', error: serialiseError(error) }, () => process.exit(0));
        }
        return;
      case 'call': {
        const { id, call, progress, pictures } = message;
        const abort = new AbortController();
        aborts.set(id, abort);
        try {
          if (engine === undefined) throw new Error(`${call.method} was called before the pack was open`);
          const options: ImagineRequestOptions = {
            signal: abort.signal,
            ...(progress && {
              onProgress: (step) => {
                send({ type: 'progress', id, progress: step });
              },
            }),
            ...(pictures && {
              onPicture: (picture) => {
                send({ type: 'picture', id, picture });
              },
            }),
          };
          send({ type: 'answer', id, answer: await perform(engine, call, options) });
        } catch (error) {
          send({ type: 'failure', id, error: serialiseError(error) });
        } finally {
          aborts.delete(id);
        }
        return;
      }
      case 'abort':
        aborts.get(message.id)?.abort();
        return;
      case 'encoding':
        asked.answer(message.id, message.bytes);
        return;
      case 'close':
        await engine?.close();
        process.exit(0);
    }
  };
  // An error that escapes here is a bug: as an unhandled rejection it ends the process, and the parent says so.
  process.on('message', (message) => void receive(message as ToChild));
}

/** The parent's store of encodings, and what hears its answers. */
function encodingsOfParent(): {
  readonly store: EncodingStore;
  readonly answer: (id: number, bytes: Uint8Array | undefined) => void;
} {
  const waiting = new Map<number, (bytes: Uint8Array | undefined) => void>();
  let last = 0;
  return {
    store: {
      get: (key) =>
        new Promise((resolve) => {
          const id = ++last;
          waiting.set(id, resolve);
          send({ type: 'getEncoding', id, key });
        }),
      set: (key, bytes) => {
        send({ type: 'setEncoding', key, bytes });
        return Promise.resolve();
      },
    },
    answer: (id, bytes) => {
      waiting.get(id)?.(bytes);
      waiting.delete(id);
    },
  };
}

function perform(engine: Engine, call: Call, options: ImagineRequestOptions): Promise<Answer> {
  switch (call.method) {
    case 'embedImages':
      return engine.embedImages(call.images, options);
    case 'embedByTowers':
      return engine.embedByTowers(call.images, options);
    case 'thumbnails':
      return engine.thumbnails(call.images, call.size, options);
    case 'embedTexts':
      return engine.embedTexts(call.texts, options);
    case 'imagine':
      return engine.imagine(call.request, options);
  }
}

function send(message: ToParent, sent?: () => void): void {
  // A send that fails means that the parent is gone; `disconnect` follows and ends this process.
  process.send?.(message, undefined, undefined, () => sent?.());
}
