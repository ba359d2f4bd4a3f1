import { randomInt } from 'node:crypto';
import { checkRequest, promptWords } from '../../engine/index.js';
import type { AppliedLora } from '../../engine/index.js';
import { checkWords } from '../checkWords.js';
import { keepAcceptedReply } from '../delivery/replyLease.js';
import { BotError } from '../errors.js';
import { costOf } from '../queue/cost.js';
import type { Dispatcher } from '../queue/dispatcher.js';
import type { Queues } from '../queue/queues.js';
import {
  cancelGeneration,
  imageKeys,
  insertGeneration,
  newId,
  recordShownPosition,
  replyLeaseMs,
  ttl,
} from '../repositories/index.js';
import type { ResolvedOptions, Store } from '../repositories/index.js';
import { unheard } from '../requestEvents.js';
import type { RequestEvents } from '../requestEvents.js';
import type { AestheticLabel, DuelOptions, GuildSettings, ImagineOptions } from '../types.js';
import { usableVersion } from './context.js';
import type { RequestContext } from './context.js';
import { costCaps, defaultRequestSeconds } from './costLimits.js';
import type { GivenStart, ImagineService } from './types.js';

/** Of one request: what one message can show. */
const maxPictures = 10;
/** torch's generators take seeds of 32 bits for the same stream everywhere. */
const seeds = 2 ** 32;

export function createImagineService(
  store: Store,
  queues: Queues,
  dispatcher: Dispatcher,
  now: () => number = store.now,
  requestSeconds: number = defaultRequestSeconds,
  { onAccepted, onCancelled, onLeft }: RequestEvents = unheard,
): ImagineService {
  return {
    async accept({
      context,
      channelId,
      parentChannelId,
      ageRestricted = false,
      askerId,
      imagineOptions,
      start,
      parentId,
      reply,
      attachmentLimit,
      dailyQuota,
    }) {
      const { guildId, settings, published: pack } = context;
      const options = {
        ...completed(imagineOptions, settings),
        ...lorasOf(imagineOptions, context),
        // Also where it is false: the request may be a copy of one from another channel.
        checkSafety: pack.settings.checks && (!ageRestricted || settings.checkEverywhere),
      };
      const { limits, defaults } = pack.settings;
      if (limits) checkRequest(options, defaults, limits);
      // Also as it will be read: brackets may split a word, and choices may make one.
      const texts = [options.prompt, options.negative ?? ''];
      checkWords(settings.rules, ...texts, ...promptWords(texts, options.seed));
      const accepted = { ...options, ...(await keptStart(store, imagineOptions, start)) };
      for (const contestant of accepted.duel?.sides ?? [])
        if (contestant) await usableVersion(store.client, context, contestant);
      const version = accepted.aesthetic && (await usableVersion(store.client, context, accepted.aesthetic, askerId));
      const versionUuid = version && version.id;
      const editingUntil = now() + replyLeaseMs;
      const generation = await insertGeneration(
        store.client,
        {
          guildId,
          askerId,
          ...(parentChannelId !== undefined && { parentChannelId }),
          pack: pack.name,
          ...(pack.contentId !== undefined && { packContent: pack.contentId }),
          imagineOptions: accepted,
          cost: costOf(accepted, pack),
          editingUntil,
          ...(versionUuid !== null && { versionUuid }),
          ...(parentId !== undefined && { parentId }),
          reply: {
            applicationId: reply.applicationId,
            token: reply.token,
            tokenIssuedAt: reply.issuedAt,
            channelId,
            messageId: reply.messageId,
            attachmentLimit,
            ...(reply.locale !== undefined && { locale: reply.locale }),
          },
        },
        {
          ...settings,
          cost: costCaps(accepted, pack, requestSeconds),
          ...(dailyQuota !== undefined && { dailyQuota }),
        },
        now(),
      );
      const { id } = generation;
      onAccepted(id, reply.interactionId);
      const release = keepAcceptedReply(store, id, editingUntil, now, onLeft);
      try {
        const position = (await dispatcher.enqueue(id)) ?? { place: 1 };
        await recordShownPosition(store.client, id, position.place);
        return { generation, position, release };
      } catch (error) {
        // It is accepted, so nobody is told that it failed: the sweep hands it out, and its place is announced then.
        onLeft(error, id);
        return { generation, position: { place: 1 }, release };
      }
    },

    async cancel(guildId, generationId) {
      const cancelled = await cancelGeneration(store.client, guildId, generationId, now());
      if (!cancelled) return false;
      onCancelled(generationId);
      try {
        await queues.add('deliver', { generationId, event: 'end' });
        await dispatcher.dispatch();
      } catch (error) {
        onLeft(error, generationId);
      }
      return true;
    },
  };
}

/** A picture to start from that was given is kept for the worker. @throws BotError where one that was given before is kept no more */
async function keptStart(
  { images }: Store,
  { start }: ImagineOptions,
  given: GivenStart | undefined,
): Promise<Pick<ResolvedOptions, 'start'>> {
  if (given) {
    const { bytes, keep } = given;
    const key = imageKeys.start(newId());
    await images.put(key, bytes, ttl.startMs);
    return { start: { key, ...(keep !== undefined && { keep }) } };
  }
  if (start && !(await images.get(start.key))) throw new BotError('startGone');
  return {};
}

/** Everything that the guild decides is decided now; what the pack decides, when it is painted. */
function completed(imagineOptions: ImagineOptions, settings: GuildSettings): ResolvedOptions {
  if (imagineOptions.duel) return completedDuel(imagineOptions, imagineOptions.duel, settings);
  if (imagineOptions.strip === true) checkStrip(imagineOptions, aestheticOf(imagineOptions, settings));
  const { count = 1, seed = randomInt(seeds), strength = settings.strength, optimizer, ...rest } = imagineOptions;
  const aesthetic = aestheticOf(imagineOptions, settings);
  if (rest.prompt.trim() === '') throw new BotError('emptyPrompt');
  if (!(Number.isInteger(count) && count >= 1)) throw new BotError('noCount', { count });
  const pictures = count * (imagineOptions.besidePlain === true ? 2 : 1);
  if (pictures > maxPictures) throw new BotError('tooManyPictures', { most: maxPictures, count: pictures });
  return {
    ...rest,
    count,
    seed,
    aesthetic,
    ...(optimizer && { optimizer }),
    // Raw settings take the place of a strength, and without an aesthetic there is nothing to be strong about.
    ...(strength !== undefined && !optimizer && aesthetic && imagineOptions.strip !== true && { strength }),
  };
}

/**
 * The guild's, as far as they fit its pack; those of a picture that is painted again are its own. @throws BotError where one of these is there no more,
 * or does not fit the pack
 */
function lorasOf(
  { loras: given }: ImagineOptions,
  { settings, published: { settings: pack } }: RequestContext,
): Pick<ResolvedOptions, 'loras'> {
  const fits = ({ name }: AppliedLora): boolean => pack.loras.includes(name);
  const gone = given?.find((lora) => !fits(lora));
  if (gone) throw new BotError('loraGone', { name: gone.name });
  const loras = (given ?? settings.loras).filter(fits);
  return loras.length === 0 ? {} : { loras };
}

/** Both sides get the guild's strength; what is without an aesthetic has none. @throws BotError where they are the same */
function completedDuel(
  { prompt, negative, seed = randomInt(seeds) }: ImagineOptions,
  duel: DuelOptions,
  { strength }: GuildSettings,
): ResolvedOptions {
  if (prompt.trim() === '') throw new BotError('emptyPrompt');
  if (duel.sides[0]?.id === duel.sides[1]?.id) throw new BotError('duelSame');
  return {
    prompt,
    ...(negative !== undefined && { negative }),
    aesthetic: null,
    seed,
    count: 1,
    ...(strength !== undefined && { strength }),
    duel,
  };
}

function aestheticOf({ aesthetic }: ImagineOptions, settings: GuildSettings): AestheticLabel | null {
  return aesthetic === undefined ? (settings.aesthetic ?? null) : aesthetic;
}

/** A strip chooses the strengths by itself, and shows one seed. @throws BotError */
function checkStrip({ strength, optimizer, count = 1 }: ImagineOptions, aesthetic: AestheticLabel | null): void {
  if (!aesthetic) throw new BotError('stripWithout');
  if (strength !== undefined || optimizer) throw new BotError('stripStrength');
  if (count !== 1) throw new BotError('stripCount', { count });
}
