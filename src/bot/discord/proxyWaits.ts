import { DefaultRestOptions } from 'discord.js';
import type { RESTOptions } from 'discord.js';
import { Response } from 'undici';

type MakeRequest = RESTOptions['makeRequest'];

const defaultWaitSeconds = 30;

/**
 * discord.js's way to make requests, but for a 429 that does not say for how long, as what stands before Discord gives it: discord.js would
 * ask again at once, for ever, and each of these counts towards the 10,000 by which Discord keeps a machine out (topics/rate-limits).
 */
export function withProxyWaits(
  make: MakeRequest = DefaultRestOptions.makeRequest,
  waitSeconds = defaultWaitSeconds,
): MakeRequest {
  return async (url, init) => {
    const response = await make(url, init);
    if (response.status !== 429 || response.headers.has('retry-after')) return response;
    const headers = [...response.headers, ['retry-after', String(waitSeconds)] as [string, string]];
    return new Response(await response.text(), { status: 429, headers });
  };
}
