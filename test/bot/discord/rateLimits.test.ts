import { RateLimitError, REST } from 'discord.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { forgetRateLimits, rejectEndlessWaits } from '../../../src/bot/discord/rateLimits.js';

const hourMs = 3_600_000;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** One request a second is allowed in all, and one of each channel until `resetAfter` seconds later. */
function limited(resetAfter = '0') {
  const asked: string[] = [];
  const rest = new REST({
    globalRequestsPerSecond: 1,
    rejectOnRateLimit: rejectEndlessWaits,
    makeRequest: (url) => {
      asked.push(new URL(url).pathname.split('/').at(-1) ?? '');
      const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': resetAfter };
      return Promise.resolve(new Response(null, { status: 204, headers }) as never);
    },
  }).setToken('t');
  return { asked, rest };
}

it('a clock that was set back holds no request back for as long', async () => {
  const { asked, rest } = limited('5');
  await rest.get('/channels/1');
  vi.setSystemTime(Date.now() - hourMs);
  await expect(rest.get('/channels/1')).rejects.toBeInstanceOf(RateLimitError);
  await expect(rest.get('/channels/2')).rejects.toBeInstanceOf(RateLimitError);
  forgetRateLimits(rest);
  await rest.get('/channels/1');
  expect(asked).toEqual(['1', '1']);
});

it('what Discord asked to wait for is waited for', async () => {
  const { asked, rest } = limited('5');
  await rest.get('/channels/1');
  const second = rest.get('/channels/1');
  await vi.advanceTimersByTimeAsync(4_900);
  expect(asked).toEqual(['1']);
  await vi.advanceTimersByTimeAsync(2_000);
  await second;
  expect(asked).toEqual(['1', '1']);
});
