import { CancelledError } from '../../engine/index.js';
import type { RequestOptions } from '../../engine/index.js';
import { BotError } from '../errors.js';
import { textsFor } from '../i18n/index.js';
import { keepsSlot } from '../queue/fairness.js';
import {
  finishCard,
  foregroundWaits,
  keepPlainPictures,
  plainPicturesKey,
  plainPictures,
  targetOf,
  yieldPainting,
} from '../repositories/index.js';
import type { PublishedPack, Store, StoredGeneration } from '../repositories/index.js';
import { paintCardPictures } from './cardPictures.js';
import type { EngineHost } from './engineHost.js';
import type { PaintResult } from './result.js';

interface CardStudio {
  readonly store: Store;
  readonly engines: EngineHost;
  readonly now: () => number;
}

/**
 * Paints the card of a background row and keeps it. Between its pictures others have the engine, and as soon as a member's request waits
 * it makes room: the row waits again, and keeps only the upper row of pictures. On a turn of its own it goes on. @throws CancelledError where it was cancelled, or made room; UserError where the aesthetic is gone
 */
export async function paintCard(
  { store: { client }, engines, now }: CardStudio,
  { id, imagineOptions, versionUuid, pack: packName, reply, turn }: StoredGeneration,
  pack: PublishedPack,
  { signal, onProgress }: Required<RequestOptions>,
): Promise<PaintResult> {
  if (versionUuid === undefined || !imagineOptions.card) throw new BotError('cardGone');
  const target = await targetOf(client, versionUuid, pack);
  const { prompts } = imagineOptions.card;
  const key = plainPicturesKey(prompts, pack);
  const others = keepsSlot(turn) ? undefined : watchOthers(client);
  const either = others ? AbortSignal.any([signal, others.signal]) : signal;
  try {
    const painted = await paintCardPictures(
      {
        imagine: async (request, part) => {
          await others?.look();
          if (either.aborted) throw new CancelledError();
          return engines.with(packName, (engine) => engine.imagine(request, { signal: either, onProgress: part }));
        },
        onProgress,
        look: { upscale: pack.settings.upscale, texts: textsFor(reply.locale) },
        plain: await plainPictures(client, pack.name, key),
        keepPlain: (pictures) => keepPlainPictures(client, pack.name, key, pictures),
      },
      imagineOptions,
      prompts,
      target,
    );
    await finishCard(client, id, versionUuid, painted, now());
    return { pictures: [], outcome: painted.outcome };
  } catch (error) {
    if (others?.signal.aborted !== true) throw error;
    await yieldPainting(client, id);
    throw new CancelledError();
  } finally {
    others?.stop();
  }
}

const lookMs = 1_000;

/** Aborts when a member's request waits. */
function watchOthers(client: Store['client']) {
  const room = new AbortController();
  const look = async (): Promise<void> => {
    if (await foregroundWaits(client)) room.abort();
  };
  const timer = setInterval(() => void look().catch(() => undefined), lookMs);
  return {
    signal: room.signal,
    look,
    stop: (): void => {
      clearInterval(timer);
    },
  };
}
