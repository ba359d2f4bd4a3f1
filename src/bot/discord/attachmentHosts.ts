/** Where Discord keeps what members attach. */
export const discordHosts = ['cdn.discordapp.com', 'media.discordapp.net'] as const;

/**
 * An attachment's address, if it lies where attachments may be fetched from: an exact `host` or `host:port` of the list, https, no
 * userinfo. Look-alike names, addresses of other ports, IP literals and names that end in an allowed one are not in the list and so
 * refused. `insecure` allows http too, for the playground's own hosts.
 */
export function allowedUrl(url: string, hosts: readonly string[], insecure: readonly string[] = []): URL | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  if (parsed.username !== '' || parsed.password !== '') return undefined;
  // `host` leaves out the scheme's own port; any other is part of it, so that only a port that is listed passes.
  const secure = parsed.protocol === 'https:' && hosts.includes(parsed.host);
  const loopback = parsed.protocol === 'http:' && insecure.includes(parsed.host);
  return secure || loopback ? parsed : undefined;
}
