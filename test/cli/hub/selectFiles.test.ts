import { describe, expect, test } from 'vitest';
import type { HubFile } from '../../../src/cli/hub/hub.js';
import { packName, parsePackSource } from '../../../src/cli/hub/packSource.js';
import { presets } from '../../../src/cli/hub/presets.js';
import { selectFile, selectFiles } from '../../../src/cli/hub/selectFiles.js';

const listing = (...paths: string[]): { repoId: string; files: HubFile[] } => ({
  repoId: 'own/model',
  files: paths.map((path) => ({ path, size: 1, hash: { algorithm: 'sha256', value: '' } })),
});
const selected = (...paths: string[]): string[] => selectFiles(listing(...paths)).map(({ path }) => path);
const unet = (name: string): string => `unet/diffusion_pytorch_model${name}`;

describe('of a repository', () => {
  test('configurations, tokenizers and one set of weights of each component are taken', () => {
    expect(
      selected(
        'README.md',
        'model_index.json',
        'v1-5-pruned.safetensors',
        'feature_extractor/preprocessor_config.json',
        'safety_checker/config.json',
        'safety_checker/model.safetensors',
        'safety_checker/model.fp16.safetensors',
        'safety_checker/pytorch_model.bin',
        'scheduler/scheduler_config.json',
        'text_encoder/config.json',
        'text_encoder/model.safetensors',
        'text_encoder/pytorch_model.bin',
        'tokenizer/merges.txt',
        'tokenizer/vocab.json',
        'unet/config.json',
        unet('.safetensors'),
        unet('.bin'),
        unet('.non_ema.safetensors'),
        unet('.fp16.safetensors'),
        'vae/config.json',
        'vae/diffusion_pytorch_model.safetensors',
      ),
    ).toEqual([
      'model_index.json',
      'unet/config.json',
      unet('.fp16.safetensors'),
      'vae/config.json',
      'vae/diffusion_pytorch_model.safetensors',
      'text_encoder/config.json',
      'text_encoder/model.safetensors',
      'tokenizer/merges.txt',
      'tokenizer/vocab.json',
      'scheduler/scheduler_config.json',
      'feature_extractor/preprocessor_config.json',
      'safety_checker/config.json',
      'safety_checker/model.fp16.safetensors',
    ]);
  });

  test('shards come with their index, of one variant', () => {
    const shards = (variant: string): string[] => [
      unet(`${variant}-00001-of-00002.safetensors`),
      unet(`${variant}-00002-of-00002.safetensors`),
    ];
    const index = [unet('.safetensors.index.json'), unet('.safetensors.index.fp16.json')];
    expect(selected('unet/config.json', ...shards(''), index[0])).toEqual([
      'unet/config.json',
      ...shards(''),
      index[0],
    ]);
    expect(selected('unet/config.json', ...shards(''), ...shards('.fp16'), ...index)).toEqual([
      'unet/config.json',
      ...shards('.fp16'),
      index[1],
    ]);
  });

  test('whose weights are pickles, nothing is, and it says why', () => {
    expect(() => selected('unet/config.json', unet('.bin'))).toThrow('own/model has no safetensors of its unet');
  });

  test('whose safety checker alone is a pickle, that is left out as a whole', () => {
    expect(selected('unet/config.json', 'safety_checker/config.json', 'safety_checker/pytorch_model.bin')).toEqual([
      'unet/config.json',
    ]);
  });

  test('that is one file, that file can be named', () => {
    expect(() => selected('a.safetensors', 'b.ckpt')).toThrow('as OWNER/NAME/FILE: a.safetensors');
    expect(() => selected('b.ckpt')).toThrow('it has no safetensors');
    expect(selectFile(listing('a.safetensors'), 'a.safetensors').path).toBe('a.safetensors');
    expect(() => selectFile(listing('a.safetensors'), 'c.safetensors')).toThrow('has no c.safetensors');
  });
});

describe('a model is named', () => {
  test.each([
    ['sd15', { repoId: 'stable-diffusion-v1-5/stable-diffusion-v1-5', name: 'sd15' }],
    ['Lykon/dreamshaper-8', { repoId: 'Lykon/dreamshaper-8', name: 'dreamshaper-8' }],
    ['Own/Model@v1.0', { repoId: 'Own/Model', revision: 'v1.0', name: 'model' }],
    [
      'Own/Model/sub/Real V5.safetensors@refs/pr/3',
      { file: 'sub/Real V5.safetensors', revision: 'refs/pr/3', name: 'real-v5' },
    ],
    ['https://huggingface.co/Own/Model', { repoId: 'Own/Model' }],
  ])('%s', (text, expected) => {
    expect(parsePackSource(text)).toMatchObject(expected);
  });

  test.each(['nothing', '../up/and/out/', 'a/b@', ''])('%j is refused with what can be given', (text) => {
    expect(() => parsePackSource(text)).toThrow('lcm-dreamshaper');
  });

  test('by presets whose names are folders', () => {
    for (const { name } of presets) expect(packName(name)).toBe(name);
    expect(() => packName('…')).toThrow('--name');
  });
});
