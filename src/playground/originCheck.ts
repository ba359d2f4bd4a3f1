import type { IncomingHttpHeaders } from 'node:http';

const names = ['127.0.0.1', 'localhost', '[::1]'];

/**
 * Why a request to the playground is refused, if it is. It listens on loopback, but a browser brings strangers there: a page of
 * theirs may send requests (another Origin), or have its own name resolve to 127.0.0.1 (another Host: DNS rebinding).
 */
export function refusalReason(headers: IncomingHttpHeaders, port: number): string | undefined {
  const hosts = names.map((name) => `${name}:${port}`);
  const { host = '', origin } = headers;
  if (!hosts.includes(host.toLowerCase()))
    return `not served as ${JSON.stringify(host)}: open http://127.0.0.1:${port}`;
  if (origin !== undefined && !hosts.some((one) => origin === `http://${one}`)) return 'not for pages of other sites';
  // Links of other sites may open the page. Other sites may not fetch or embed it.
  const { 'sec-fetch-site': site = 'none', 'sec-fetch-mode': mode = '' } = headers;
  const isForeign = site === 'cross-site' || site === 'same-site';
  return isForeign && mode !== 'navigate' ? 'not for pages of other sites' : undefined;
}
