import { describe, expect, test } from 'vitest';
import { runWithPriority, PriorityMutex } from '../../../src/bot/database/priorityMutex.js';

describe('turns', () => {
  test('come in order, one at a time, but for those that are urgent when a turn ends', async () => {
    const turns = new PriorityMutex();
    const taken: string[] = [];
    let inHand = 0;
    const take = (name: string) =>
      turns.take(async () => {
        expect(++inHand).toBe(1);
        taken.push(name);
        await Promise.resolve();
        inHand--;
      });
    let acknowledged = false;
    const all = [
      take('a'),
      take('b'),
      runWithPriority(
        () => true,
        () => take('urgent'),
      ),
      runWithPriority(
        () => !acknowledged,
        () => take('acknowledged meanwhile'),
      ),
      take('c'),
    ];
    acknowledged = true;
    await Promise.all(all);
    expect(taken).toEqual(['a', 'urgent', 'b', 'acknowledged meanwhile', 'c']);
    await take('later');
    expect(taken.at(-1)).toBe('later');
  });

  test('go on after one that throws', async () => {
    const turns = new PriorityMutex();
    const failing = turns.take(() => Promise.reject(new Error('no')));
    const next = turns.take(() => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('next');
  });
});
