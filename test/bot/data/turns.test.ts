import { describe, expect, test } from 'vitest';
import { askFirst, Turns } from '../../../src/bot/data/turns.js';

describe('turns', () => {
  test('come in order, one at a time, but for those that are urgent when a turn ends', async () => {
    const turns = new Turns();
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
      askFirst(
        () => true,
        () => take('urgent'),
      ),
      askFirst(
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
    const turns = new Turns();
    const failing = turns.take(() => Promise.reject(new Error('no')));
    const next = turns.take(() => Promise.resolve('next'));
    await expect(failing).rejects.toThrow('no');
    expect(await next).toBe('next');
  });
});
