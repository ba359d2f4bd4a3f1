import { z } from 'zod';
import { UserError } from '../../engine/index.js';
import { withRetries } from './retry.js';
import type { Sleep } from './retry.js';

/** A file of a repository at one commit. */
export interface HubFile {
  /** With slashes, relative to the repository. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  /** Of the content, in hexadecimal: of large files the hub knows `sha256`, of others git's own `sha1` of a blob. */
  readonly hash: { readonly algorithm: 'sha256' | 'git-sha1'; readonly value: string };
}

/** A repository at one commit. */
export interface Snapshot {
  readonly repoId: string;
  readonly commit: string;
  /** As its model card says; undefined where it does not. */
  readonly license?: string;
  readonly files: readonly HubFile[];
}

/** What is needed of a response: that of `fetch`. */
export type HubResponse = Pick<Response, 'status' | 'headers' | 'body' | 'json'>;
export type HubFetch = (
  url: string,
  init: { readonly headers: Record<string, string>; readonly signal: AbortSignal },
) => Promise<HubResponse>;

export interface HubOptions {
  /** Without a slash at its end. */
  readonly endpoint: string;
  readonly token?: string;
  readonly fetch: HubFetch;
  readonly sleep: Sleep;
}

/** The Hugging Face hub, or a mirror of it. */
export interface Hub {
  /** The repository's files at a branch, tag or commit. @throws UserError when it is not there or not for this reader */
  readonly snapshot: (repoId: string, revision: string, signal: AbortSignal) => Promise<Snapshot>;
  /** One file's bytes from `offset` on. The status is 206, or 200 where the server sends it whole, or 416. */
  readonly open: (
    from: Pick<Snapshot, 'repoId' | 'commit'>,
    path: string,
    offset: number,
    signal: AbortSignal,
  ) => Promise<HubResponse>;
}

const modelInfo = z.object({
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  cardData: z.object({ license: z.union([z.string(), z.array(z.string())]).optional() }).nullish(),
});
const treeEntries = z.array(
  z.object({
    type: z.string(),
    path: z.string(),
    size: z.number().int().nonnegative(),
    oid: z.string(),
    lfs: z.object({ oid: z.string(), size: z.number().int().nonnegative() }).nullish(),
  }),
);

/** Status codes after which the same request may succeed. */
export const transientStatus = new Set([408, 429, 500, 502, 503, 504]);

/** Its API: https://huggingface.co/docs/hub/api. */
export function createHub({ endpoint, token, fetch, sleep }: HubOptions): Hub {
  // `fetch` leaves the header out where a redirect leads to another host.
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };

  const get = (url: string, signal: AbortSignal): Promise<HubResponse> =>
    withRetries(
      async () => {
        const response = await fetch(url, { headers: authorization, signal });
        if (response.status !== 200) await response.body?.cancel();
        return response;
      },
      { sleep, signal, about: new URL(url).host },
    );

  const listFiles = async (repoId: string, commit: string, signal: AbortSignal): Promise<HubFile[]> => {
    const files: HubFile[] = [];
    let url: string | undefined = `${endpoint}/api/models/${repoId}/tree/${commit}?recursive=true`;
    while (url !== undefined) {
      const response = await get(url, signal);
      check(response, repoId, endpoint);
      const entries = treeEntries.parse(await response.json());
      files.push(...entries.filter(({ type, path }) => type === 'file' && staysInside(path)).map(fileOf));
      url = nextPage(response.headers.get('link'));
    }
    return files;
  };

  return {
    snapshot: async (repoId, revision, signal) => {
      const response = await get(`${endpoint}/api/models/${repoId}/revision/${encodeURIComponent(revision)}`, signal);
      check(response, `${repoId} with a revision ${revision}`, endpoint);
      const { sha, cardData } = modelInfo.parse(await response.json());
      const license = [cardData?.license ?? []].flat().join(', ');
      const files = await listFiles(repoId, sha, signal);
      return { repoId, commit: sha, files, ...(license !== '' && { license }) };
    },
    open: ({ repoId, commit }, path, offset, signal) => {
      const headers = { ...authorization, ...(offset > 0 && { range: `bytes=${offset}-` }) };
      const name = path.split('/').map(encodeURIComponent).join('/');
      return fetch(`${endpoint}/${repoId}/resolve/${commit}/${name}`, { headers, signal });
    },
  };
}

function fileOf({ path, size, oid, lfs }: z.infer<typeof treeEntries>[number]): HubFile {
  return lfs
    ? { path, size: lfs.size, hash: { algorithm: 'sha256', value: lfs.oid } }
    : { path, size, hash: { algorithm: 'git-sha1', value: oid } };
}

/** A hub's list is a stranger's text: no path of it may lead out of the folder that it is written to. */
function staysInside(path: string): boolean {
  return !/[\\:\0]/.test(path) && !path.split('/').some((part) => part === '' || part === '..' || part === '.');
}

/** RFC 8288: the hub lists a thousand files a page. */
function nextPage(link: string | null): string | undefined {
  return /<([^<>]+)>;\s*rel="next"/.exec(link ?? '')?.[1];
}

/** @throws UserError that says what to do, unless the status is one of success */
export function check({ status }: HubResponse, what: string, endpoint: string): void {
  if (status === 200 || status === 206) return;
  if (status === 401 || status === 403)
    throw new UserError(
      `${endpoint} does not give ${what} to everybody, or has no such thing (${status}): accept its licence on its page there, and set HF_TOKEN to a token of yours that may read it`,
    );
  if (status === 404) throw new UserError(`${endpoint} has no ${what}`);
  throw new UserError(`${endpoint} answers ${status} for ${what}; try again later`);
}
