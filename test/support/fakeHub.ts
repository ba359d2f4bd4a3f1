import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What it does with a request for a file's bytes, once; then it serves as it should. */
type Fault =
  /** So many bytes, and the connection is cut. */
  | { readonly kind: 'cut'; readonly after: number }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: string }
  /** The whole file, whatever range was asked for. */
  | { readonly kind: 'ignoreRange' }
  | { readonly kind: 'damage' }
  | { readonly kind: 'more' }
  /** The beginning, never all of it, and nothing after it until the client gives up. */
  | { readonly kind: 'silent'; readonly after: number };

export interface FakeRepository {
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly commit?: string;
  readonly license?: string;
  /** The token without which it answers 401. */
  readonly token?: string;
}

interface SeenRequest {
  readonly host: 'hub' | 'cdn';
  readonly path: string;
  readonly authorization: string | undefined;
  readonly range: string | undefined;
}

/** Larger files are kept apart, as by Git LFS, and served by another host. */
const largeBytes = 1_000;
/** Of one page of a file list. */
const pageFiles = 3;

/** A Hugging Face hub on loopback, with its second host for large files; it misbehaves as it is told. */
export async function startFakeHub(repositories: Record<string, FakeRepository>) {
  const requests: SeenRequest[] = [];
  const faults: Fault[] = [];
  const pathFaults: { readonly path: RegExp; readonly fault: Fault }[] = [];
  let untilSilence: { left: number; readonly reached: () => void } | undefined;

  const hub = createServer((request, response) => {
    const path = see('hub', request);
    const fault = pathFaults.findIndex((one) => one.path.test(path));
    if (fault >= 0) misbehave(response, pathFaults.splice(fault, 1)[0].fault);
    else answer(request, response, new URL(path, 'http://hub'));
  });
  const cdn = createServer((request, response) => {
    const [, owner, name, ...file] = see('cdn', request).split('/');
    const bytes = repositories[`${owner}/${name}`].files.get(decodeURIComponent(file.join('/')))!;
    serve(request, response, bytes);
  });
  for (const server of [hub, cdn]) await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));

  function see(host: 'hub' | 'cdn', { url = '', headers: { authorization, range } }: IncomingMessage): string {
    requests.push({ host, path: url, authorization, range });
    return url;
  }

  function answer(request: IncomingMessage, response: ServerResponse, url: URL): void {
    const parts = /^(?:\/api\/models)?\/([^/]+\/[^/]+)\/(revision|tree|resolve)\/([^/]+)(?:\/(.+))?$/.exec(
      url.pathname,
    );
    const [, repoId = '', what, , file = ''] = parts ?? [];
    const repository = Object.hasOwn(repositories, repoId) ? repositories[repoId] : undefined;
    if (!repository) end(response, 404);
    else if (repository.token !== undefined && request.headers.authorization !== `Bearer ${repository.token}`)
      end(response, 401);
    else if (what === 'revision')
      json(response, { sha: commitOf(repository), cardData: { license: repository.license } });
    else if (what === 'tree') tree(response, repository, url);
    else {
      const bytes = repository.files.get(decodeURIComponent(file));
      if (!bytes) end(response, 404);
      else if (bytes.length <= largeBytes) serve(request, response, bytes);
      else response.writeHead(302, { location: `${address(cdn)}/${repoId}/${file}` }).end();
    }
  }

  function tree(response: ServerResponse, { files }: FakeRepository, url: URL): void {
    const from = Number(url.searchParams.get('cursor') ?? 0);
    const page = [...files].slice(from, from + pageFiles).map(([path, bytes]) => entry(path, bytes));
    if (from + pageFiles < files.size) {
      url.searchParams.set('cursor', String(from + pageFiles));
      response.setHeader('link', `<${address(hub)}${url.pathname}${url.search}>; rel="next"`);
    }
    json(response, [{ type: 'directory', path: 'unet', size: 0, oid: '0' }, ...page]);
  }

  function serve({ headers }: IncomingMessage, response: ServerResponse, whole: Uint8Array): void {
    const fault = faults.shift();
    if (fault?.kind === 'status') {
      misbehave(response, fault);
      return;
    }
    const start = fault?.kind === 'ignoreRange' ? 0 : Number(/^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1] ?? 0);
    if (start > 0 && start >= whole.length) {
      end(response, 416);
      return;
    }
    const bytes = Buffer.from(whole.subarray(start));
    if (start > 0)
      response.writeHead(206, {
        'content-range': `bytes ${start}-${whole.length - 1}/${whole.length}`,
        'content-length': bytes.length,
      });
    else response.writeHead(200, fault?.kind === 'more' ? {} : { 'content-length': bytes.length });
    if (fault?.kind === 'damage') bytes[0] ^= 255;
    if (untilSilence && untilSilence.left < bytes.length) {
      response.write(bytes.subarray(0, untilSilence.left));
      untilSilence.reached();
      untilSilence = undefined;
      return;
    }
    if (untilSilence) untilSilence.left -= bytes.length;
    if (fault?.kind === 'cut') response.write(bytes.subarray(0, fault.after), () => response.destroy());
    else if (fault?.kind === 'silent') response.write(bytes.subarray(0, Math.min(fault.after, bytes.length - 1)));
    else if (fault?.kind === 'more') response.end(Buffer.concat([bytes, Buffer.from('more')]));
    else response.end(bytes);
  }

  return {
    endpoint: address(hub),
    requests,
    /** Of the next requests for bytes, in order. */
    faults,
    /** Of the next request to the hub whose path matches. */
    pathFaults,
    /** After so many bytes of files more the one that is being sent stops, until its client gives up. Resolves then. */
    silenceAfter: (bytes: number): Promise<void> => new Promise((reached) => (untilSilence = { left: bytes, reached })),
    close: async (): Promise<void> => {
      for (const server of [hub, cdn]) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  };
}

function misbehave(response: ServerResponse, fault: Fault): void {
  if (fault.kind !== 'status') {
    response.destroy();
    return;
  }
  if (fault.retryAfter !== undefined) response.setHeader('retry-after', fault.retryAfter);
  end(response, fault.status);
}

function entry(path: string, bytes: Uint8Array): object {
  const sha = (algorithm: string, data: Uint8Array | string): string =>
    createHash(algorithm).update(data).digest('hex');
  const oid = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  const plain = { type: 'file', path, size: bytes.length, oid };
  return bytes.length <= largeBytes
    ? plain
    : {
        ...plain,
        oid: sha('sha1', 'pointer'),
        lfs: { oid: sha('sha256', bytes), size: bytes.length, pointerSize: 130 },
      };
}

function commitOf({ commit = '0'.repeat(39) + '1' }: FakeRepository): string {
  return commit;
}

function json(response: ServerResponse, value: unknown): void {
  response.setHeader('content-type', 'application/json').end(JSON.stringify(value));
}

function end(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end('an answer in words');
}

function address(server: ReturnType<typeof createServer>): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
