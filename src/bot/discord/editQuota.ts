import { DefaultRestOptions } from 'discord.js';
import type { RESTOptions } from 'discord.js';
import { z } from 'zod';
import { codeOf } from '../delivery/refusals.js';

type MakeRequest = RESTOptions['makeRequest'];
type Answer = Awaited<ReturnType<MakeRequest>>;

const refusal = z.object({ code: z.literal(codeOf('editQuota')) });

/**
 * discord.js's way to make requests, but for Discord's 30046: "too many edits of a message older than an hour" comes with status 429, and
 * discord.js would wait for an hour and try again. As a 400 it is an error like other refusals. Rate limits stay what they are.
 */
export function withoutEditQuotaWaits(make: MakeRequest = DefaultRestOptions.makeRequest): MakeRequest {
  return async (url, init) => {
    const response = await make(url, init);
    if (response.status !== 429) return response;
    const body = await response.text();
    const status = isLateEdit(body) ? 400 : 429;
    // Where a browser's types are about as well, they and Node's differ in what a body is.
    const answer = new Response(body, { status, headers: [...response.headers] }) as Answer;
    return answer;
  };
}

function isLateEdit(body: string): boolean {
  try {
    return refusal.safeParse(JSON.parse(body)).success;
  } catch {
    // What stands between Discord and the bot answers without JSON.
    return false;
  }
}
