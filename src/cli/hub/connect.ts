import { setTimeout } from 'node:timers/promises';
import { getProxyForUrl } from 'proxy-from-env';
import { trimSigns } from '../../text/trimSigns.js';
import { createHub } from './hub.js';
import type { Hub, HubFetch } from './hub.js';
import type { Sleep } from './retry.js';

export const sleep: Sleep = async (ms, signal) => {
  await setTimeout(ms, undefined, { signal });
};

/**
 * The hub that the environment names, by its own variables: HF_ENDPOINT, HF_TOKEN. Through the proxy of HTTPS_PROXY or HTTP_PROXY, but not
 * to hosts in NO_PROXY.
 */
export async function connect(env: NodeJS.ProcessEnv = process.env): Promise<Hub> {
  const endpoint = trimSigns(given(env['HF_ENDPOINT']) ?? 'https://huggingface.co', '/');
  const token = given(env['HF_TOKEN']);
  const fetch = await fetchThrough(getProxyForUrl(endpoint));
  return createHub({ endpoint, fetch, sleep, ...(token !== undefined && { token }) });
}

/** Node 20's own `fetch` knows no proxies. */
async function fetchThrough(proxy: string): Promise<HubFetch> {
  if (proxy === '') return globalThis.fetch;
  const { fetch, ProxyAgent } = await import('undici');
  const dispatcher = new ProxyAgent(proxy);
  return (url, init) => fetch(url, { ...init, dispatcher });
}

function given(value: string | undefined): string | undefined {
  const text = value?.trim();
  return text === '' ? undefined : text;
}
