import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { encodePlain } from '../../../src/engine/aesthetic/personalise.js';
import { decodeImage } from '../../../src/engine/image/decode.js';
import { noticeText, openEngine, openPack } from '../../../src/engine/index.js';
import type { AestheticKind, AestheticTarget, Engine, ImagineRequest, Notice } from '../../../src/engine/index.js';
import { unknownSubjectHint } from '../../../src/engine/pack/subjectHint.js';
import { createConditioner } from '../../../src/engine/pipeline/conditioning.js';
import type { Conditioning } from '../../../src/engine/pipeline/conditioning.js';
import { openModels } from '../../../src/engine/pipeline/models.js';
import type { Models } from '../../../src/engine/pipeline/models.js';
import { completeRequest } from '../../../src/engine/pipeline/request.js';
import { openSafetensors, readTensor } from '../../../src/engine/weights/safetensors.js';

const dir = 'models/demo';
let engine: Engine;
let models: Models;
/** The text states that the U-Net would get; nothing is painted. */
let condition: (request: ImagineRequest) => Promise<Conditioning>;
beforeAll(async () => {
  engine = await openEngine(dir, { device: 'cpu' });
  models = await openModels(await openPack(dir), { device: 'cpu', precision: 'fp32' });
  const conditioner = createConditioner(models);
  condition = (request) =>
    conditioner(completeRequest({ seed: 1, ...request }, models.pack, engine.info.clipId), request.aesthetic);
});
afterAll(async () => {
  await engine.close();
  await models.close();
});

async function ready(name: string): Promise<AestheticTarget> {
  const { tensors, metadata } = await openSafetensors(`${dir}/aesthetics/${name}.safetensors`);
  return { vector: await readTensor(tensors.get('aesthetic')!), kind: metadata.kind as AestheticKind };
}

/** Text cosines measured in torch when the pack was made: prompt, aesthetic, before, and after at strength 0.4, 0.7 and 1. */
const measured = (await readFile('test/data/demo-cosines.txt', 'utf8'))
  .trim()
  .split('\n')
  .map((line) => {
    const [prompt, aesthetic, ...numbers] = line.split(' | ');
    return { prompt, aesthetic, cosines: numbers.map(Number) };
  });

describe('the demo pack', () => {
  test.each(measured)('$prompt towards $aesthetic lands where torch landed', async ({ prompt, aesthetic, cosines }) => {
    const target = await ready(aesthetic);
    for (const [i, strength] of [0.4, 0.7, 1].entries()) {
      const { cosine } = await condition({ prompt, aesthetic: target, strength });
      expect(Math.abs(cosine!.before - cosines[0])).toBeLessThan(0.02);
      expect(Math.abs(cosine!.after - cosines[i + 1])).toBeLessThan(0.02);
    }
  });

  test('gives the same bytes for the same request, and others for another seed', async () => {
    const request = { prompt: 'a castle', aesthetic: await ready('gloomcore'), seed: 42, steps: 6 };
    const [a, b] = [await engine.imagine(request), await engine.imagine(request)];
    const c = await engine.imagine({ ...request, seed: 43 });
    expect(Buffer.from(a.images[0].png).equals(b.images[0].png)).toBe(true);
    expect(Buffer.from(a.images[0].png).equals(c.images[0].png)).toBe(false);
  });

  test('image i of a request is the image of seed + i', async () => {
    const { images } = await engine.imagine({ prompt: 'a castle', seed: 7, count: 2, steps: 5 });
    const alone = await engine.imagine({ prompt: 'a castle', seed: 8, steps: 5 });
    expect(images.map(({ seed }) => seed)).toEqual([7, 8]);
    expect(Buffer.from(images[1].png).equals(alone.images[0].png)).toBe(true);
  });

  test('paints at strength 0, and at mix 0, the very pixels that it paints without an aesthetic', async () => {
    const request = { prompt: 'a penguin', seed: 5, steps: 6 };
    const aesthetic = await ready('glowwave');
    const pixels = async (more: object): Promise<Uint8Array> => {
      const { images } = await engine.imagine({ ...request, ...more });
      return (await decodeImage(images[0].png)).data;
    };
    const plain = await pixels({});
    expect(await pixels({ aesthetic, strength: 0 })).toEqual(plain);
    expect(await pixels({ aesthetic, mix: 0 })).toEqual(plain);
    expect(await pixels({ aesthetic, optimizer: { name: 'ascent', steps: 0, lr: 1 } })).toEqual(plain);
    expect(await pixels({ aesthetic, strength: 1 })).not.toEqual(plain);
  });

  test('never personalises the negative prompt: its states are those of the weights as they are', async () => {
    const [prompt, negative] = ['a castle', 'a blurry cloud'];
    const aesthetic = await ready('gloomcore');
    const encode = async (text: string): Promise<Float32Array> => {
      const { states } = await models.text((session) =>
        encodePlain(session, models.tokenize(text), models.pack.projection),
      );
      return states;
    };
    const unchanged = await encode(negative);
    const optimizer = { name: 'adam', steps: 3, lr: 1e-3 } as const;
    for (const how of [{ strength: 1 }, { optimizer }]) {
      const personalised = await condition({ prompt, negative, aesthetic, ...how });
      expect(personalised.states).not.toEqual(await encode(prompt));
      expect(personalised.negative).toEqual(unchanged);
    }
    // The same text as a prompt is personalised: its states would have differed.
    expect((await condition({ prompt: negative, aesthetic, strength: 1 })).states).not.toEqual(unchanged);
  });

  test('paints with the negative prompt that it is given', async () => {
    const request = { prompt: 'a castle', aesthetic: await ready('gloomcore'), strength: 1, seed: 3, steps: 4 };
    const without = await engine.imagine(request);
    const given = await engine.imagine({ ...request, negative: 'a blurry cloud' });
    expect(Buffer.from(given.images[0].png).equals(without.images[0].png)).toBe(false);
  });

  test('remembers results under all that determines them', async () => {
    const aesthetic = await ready('gloomcore');
    const request = { prompt: 'a castle', aesthetic };
    const first = await condition({ ...request, strength: 1 });
    expect(await condition({ ...request, strength: 1 })).toEqual(first);
    expect((await condition({ ...request, strength: 0.4 })).cosine!.after).toBeLessThan(first.cosine!.after - 0.2);
    const raw = (name: 'ascent' | 'adam', steps: number, lr: number): Partial<ImagineRequest> => ({
      optimizer: { name, steps, lr },
    });
    const others: Partial<ImagineRequest>[] = [
      { strength: 1, prompt: 'a cloud' },
      { strength: 1, aesthetic: await ready('cloudcore') },
      ...[raw('ascent', 3, 0.01), raw('ascent', 4, 0.01), raw('ascent', 3, 0.02), raw('adam', 3, 0.01)],
    ];
    const states = [first.states];
    for (const other of others) states.push((await condition({ ...request, ...other })).states);
    expect(new Set(states.map((one) => Buffer.from(one.buffer).toString('base64'))).size).toBe(states.length);
  });

  test('counts what its caches gave: the same request computes no text states again, and opens no model', async () => {
    const own = await openEngine(dir, { device: 'cpu' });
    onTestFinished(() => own.close());
    const request = { prompt: 'a castle', aesthetic: await ready('gloomcore'), seed: 1, steps: 2 };
    const [first, again] = [await own.imagine(request), await own.imagine(request)];
    // The prompt plain and personalised, and the negative prompt; text model, U-Net, decoder and vision tower.
    expect(first.caches.texts).toEqual({ hits: 0, misses: 3 });
    expect(first.caches.sessions.misses).toBe(4);
    expect(again.caches.texts).toEqual({ hits: 3, misses: 0 });
    expect(again.caches.sessions.misses).toBe(0);
    expect(again.caches.sessions.hits).toBeGreaterThan(0);
  });

  test('says when a prompt is already near enough, and takes no step', async () => {
    // The prompt's own text embedding as the aesthetic: no prompt is nearer to it.
    const prompt = 'a red apple';
    const [vector] = await engine.embedTexts([prompt]);
    const { textSteps, notices } = await condition({ prompt, aesthetic: { vector, kind: 'contrast' }, strength: 1 });
    expect(textSteps).toBe(0);
    expect(notices).toEqual([expect.objectContaining({ code: 'alreadyClose' })]);
  });

  test('hints at what it can draw when the prompt names none of it', async () => {
    const hint = (prompt: string): Notice | undefined => unknownSubjectHint(prompt, models.pack.settings);
    expect(noticeText(hint('a bridge over a river')!)).toContain(
      'knows 118 subjects and the prompt names none of them; try airplane',
    );
    expect(hint('two Penguins, please')).toBeUndefined();
    expect(hint('a keyboard')).not.toBeUndefined();
    const { notices } = await engine.imagine({ prompt: 'a bridge over a river', seed: 1, steps: 1 });
    expect(notices).toEqual([hint('a bridge over a river')]);
  });

  test('cuts a prompt that is too long, and says which words were lost', async () => {
    const { cut } = await condition({ prompt: `a castle ${'and a rocket '.repeat(60)}forever` });
    expect(cut.at(-1)).toBe('forever');
  });
});
