import { CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { describeFailure } from '../../src/cli/failure.js';
import { formatBytes, formatCosine } from '../../src/cli/format.js';
import { Interruption } from '../../src/cli/interruption.js';
import { nearest } from '../../src/cli/nearest.js';
import { imagineOptions, parseOptions } from '../../src/cli/options.js';
import { UsageError } from '../../src/cli/usageError.js';
import { CheckpointError, UserError } from '../../src/engine/errors.js';

test('the nearest names come first, unlike ones not at all', () => {
  const names = ['gloomcore', 'cloudcore', 'glowwave', 'linework'];
  expect(nearest('gloomcor', names)).toEqual(['gloomcore', 'cloudcore']);
  expect(nearest('GLOWWAVE', names)[0]).toBe('glowwave');
  expect(nearest('xyz', names)).toEqual([]);
});

describe('convention: exit codes: how a command that failed ends', () => {
  const exitCode = (error: unknown): number | undefined => describeFailure(error, false).report?.exitCode;

  test('with what an error says, on one line, and exit code 1', () => {
    expect(describeFailure(new UserError('no pack\n  there'), false)).toEqual({
      report: { kind: 'failure', message: 'no pack there', exitCode: 1 },
      line: 'no pack there',
    });
    expect(exitCode(new CheckpointError('unet/x is [1]'))).toBe(1);
  });

  test('with exit code 2 where the command line is wrong', () => {
    expect(exitCode(new UsageError('--keep without --image'))).toBe(2);
    expect(exitCode(new CommanderError(1, 'commander.unknownOption', "error: unknown option '--x'"))).toBe(2);
  });

  test('with a shell’s exit codes where it was interrupted', () => {
    expect((['SIGHUP', 'SIGINT', 'SIGPIPE', 'SIGTERM'] as const).map((by) => exitCode(new Interruption(by)))).toEqual([
      129, 130, 141, 143,
    ]);
    expect(describeFailure(new Interruption('SIGPIPE'), false).line).toBeUndefined();
  });

  test('saying that a bug is one, and where only on request', () => {
    const bug = new TypeError('x is undefined');
    expect(describeFailure(bug, false).line).toBe('a bug: TypeError: x is undefined (--verbose shows where)');
    expect(describeFailure(bug, true).line).toMatch(/options\.test\.ts:\d+/);
  });

  test('silently after --help', () => {
    expect(describeFailure(new CommanderError(0, 'commander.helpDisplayed', ''), false)).toEqual({});
  });
});

describe('options', () => {
  test.each([
    ['ink.safetensors', { file: 'ink.safetensors' }],
    ['ink.safetensors:0.6', { file: 'ink.safetensors', scale: 0.6 }],
    ['ink.safetensors:-1', { file: 'ink.safetensors', scale: -1 }],
    ['C:\\loras\\ink.safetensors', { file: 'C:\\loras\\ink.safetensors' }],
  ])('--lora %s is a file and its scale', (given, lora) => {
    expect(parseOptions(imagineOptions, { lora: [given] }).lora).toEqual([lora]);
  });

  test('--guidance-interval is two shares of the steps', () => {
    expect(parseOptions(imagineOptions, { guidanceInterval: '0.2:.8' }).guidanceInterval).toEqual({
      from: 0.2,
      to: 0.8,
    });
  });

  test('become values', () => {
    expect(
      parseOptions(imagineOptions, { seed: '42', size: '512x768', strength: 'strong', lr: '1e-4', sampler: 'ddim' }),
    ).toEqual({
      force: false,
      seed: 42,
      size: { width: 512, height: 768 },
      strength: 'strong',
      lr: 1e-4,
      sampler: 'ddim',
      safetyCheck: true,
    });
    expect(parseOptions(imagineOptions, { strength: '0.55', size: '64' })).toMatchObject({
      strength: 0.55,
      size: { width: 64, height: 64 },
    });
  });

  test.each([
    [{ seed: '1.5' }, '--seed "1.5" must be a whole number'],
    [{ guidance: '' }, '--guidance "" must be a number'],
    [{ guide: 'x' }, '--guide "x" must be a number'],
    [{ guideTowards: 'me' }, '--guide-towards "me" must be one of aesthetic, text'],
    [{ strength: 'mild' }, '--strength "mild" must be subtle, balanced, strong, or a number'],
    [{ tokenDownsampling: '3' }, '--token-downsampling "3" must be 2'],
    [{ guidanceInterval: '0.2' }, '--guidance-interval "0.2" must be FROM:TO'],
    [{ size: '512*512' }, '--size "512*512" must be WIDTHxHEIGHT'],
    [{ textSteps: 'x' }, '--text-steps "x" must be a whole number'],
    [{ sampler: 'dpm' }, '--sampler "dpm" must be one of pndm, ddim'],
  ])('%j is refused by name and value', (raw, message) => {
    expect(() => parseOptions(imagineOptions, raw)).toThrow(message);
    expect(() => parseOptions(imagineOptions, raw)).toThrow(UsageError);
  });
});

test('numbers for people', () => {
  expect([0, 999, 1500, 20_123_456, 4_265_146_304].map(formatBytes)).toEqual([
    '0 B',
    '999 B',
    '1.5 kB',
    '20.1 MB',
    '4.27 GB',
  ]);
  expect([formatCosine(-0.3434), formatCosine(0.5)]).toEqual(['−0.343', '+0.500']);
});
