import { parse } from 'pg-connection-string';
import { UserError } from '../engine/index.js';

/*
 * Addresses of servers, with their passwords. Nothing of what was given is ever repeated in a message: an address that cannot be parsed may
 * have a piece of its password anywhere.
 */

/** What a password may not have as it is. */
const encode = 'write @ / # ? : % of a password as %40 %2F %23 %3F %3A %25';

/** Where Postgres answers, for messages: a host, or the folder of a socket. @throws UserError when the URL is none that `pg` can connect to */
export function postgresHost(url: string): string {
  const rest = /^postgres(?:ql)?:\/\/(.*)$/s.exec(url)?.[1];
  if (rest === undefined) throw new UserError('DATABASE_URL has to begin with postgres:// or postgresql://');
  checkPassword('DATABASE_URL', rest);
  const authority = rest.split(/[/?]/)[0];
  if (authority.slice(authority.lastIndexOf('@') + 1).includes(','))
    throw new UserError('DATABASE_URL names several hosts: name the one that takes writes');
  try {
    const { host, port } = parse(url);
    return `${host ?? 'localhost'}${port ? `:${port}` : ''}`;
  } catch {
    throw new UserError(`DATABASE_URL is not postgresql://USER:PASSWORD@HOST:PORT/DATABASE; ${encode}`);
  }
}

/** Where Redis answers. @throws UserError when the URL is none */
export function redisHost(url: string): string {
  const rest = /^rediss?:\/\/(.*)$/s.exec(url)?.[1];
  if (rest === undefined) throw new UserError('REDIS_URL has to begin with redis:// or rediss://');
  checkPassword('REDIS_URL', rest);
  if (!URL.canParse(url)) throw new UserError(`REDIS_URL is not redis://USER:PASSWORD@HOST:PORT; ${encode}`);
  return new URL(url).host;
}

/** @param rest what follows `postgresql://` */
function checkPassword(variable: string, rest: string): void {
  const at = rest.lastIndexOf('@');
  if (at < 0) return;
  const credentials = rest.slice(0, at);
  const isRaw = /[@/#?\s]/.test(credentials) || /%(?![0-9a-f]{2})/i.test(credentials);
  // An @ after a question mark belongs to a parameter.
  if (isRaw && !/^[^@/?#]*@[^@?#]*\?/.test(rest))
    throw new UserError(
      `${variable} has a password (or a user) with a character that means something else in a URL: ${encode}`,
    );
}
