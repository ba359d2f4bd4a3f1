import { readFile } from 'node:fs/promises';
import { validate } from 'dockerfile-utils';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';

/** docker/: what can be said of it without building it. docs/self-hosting.md says what else was tried. */

const dockerfiles = ['docker/Dockerfile', 'docker/Dockerfile.cuda'];
const text = (path: string): Promise<string> => readFile(path, 'utf8');

const service = z.object({
  image: z.string(),
  user: z.string().optional(),
  read_only: z.literal(true),
  cap_drop: z.tuple([z.literal('ALL')]),
  security_opt: z.tuple([z.literal('no-new-privileges:true')]),
  restart: z.literal('unless-stopped'),
  healthcheck: z.object({}).optional(),
  stop_grace_period: z.string().optional(),
  environment: z.record(z.string(), z.string()),
  volumes: z.array(z.string()),
});
const compose = z.object({ services: z.record(z.string(), service.partial({ environment: true })) });
const services = async () => compose.parse(parse(await text('docker/compose.yaml'), { merge: true })).services;

test.each(dockerfiles)('%s has nothing that a linter finds', async (path) => {
  expect(validate(await text(path))).toEqual([]);
});

test('every base image and every server has a version', async () => {
  const bases = (await Promise.all(dockerfiles.map(text))).flatMap((one) =>
    [...one.matchAll(/^ARG \w+_IMAGE=(\S+)$/gm)].map(([, image]) => image),
  );
  const servers = Object.values(await services()).map(({ image }) => image);
  const others = [...bases, ...servers].filter((image) => !/^aesthete(-cuda)?$/.test(image));
  expect(others).toHaveLength(4);
  for (const image of others) expect(image).toMatch(/:\d+\.\d+(\.\d+)?-\w+/);
});

test('every process is without root, capabilities and a file system that it can write', async () => {
  // What all must have is in the shape.
  expect(Object.keys(await services()).sort()).toEqual(['bot', 'postgres', 'redis', 'worker', 'worker-cuda']);
  expect(await text('docker/Dockerfile')).toMatch(/^USER node$/m);
  expect(await text('docker/Dockerfile.cuda')).not.toMatch(/^USER/m);
  for (const { image, user } of Object.values(await services()))
    expect(user === undefined).toBe(/^aesthete(-cuda)?$/.test(image));
});

test('what the Dockerfiles copy is sent to the builder', async () => {
  const sent = [...(await text('.dockerignore')).matchAll(/^!(\S+)$/gm)].map(([, path]) => path);
  const copied = (await Promise.all(dockerfiles.map(text))).flatMap((one) =>
    [...one.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) => paths.split(' ')),
  );
  expect(copied.length).toBeGreaterThan(8);
  expect(copied.filter((path) => !sent.some((one) => path === one || path.startsWith(`${one}/`)))).toEqual([]);
});

test('they set variables that there are, and the check of health asks where the bot answers', async () => {
  const all = await Promise.all([...dockerfiles, 'docker/compose.yaml', 'docker/aesthete.service'].map(text));
  const named = new Set(all.join('\n').match(/\bAESTHETE_(?!IMAGE)[A-Z_]+/g));
  const documented = await text('docs/configuration.md');
  expect([...named].filter((name) => !documented.includes(`\`${name}\``))).toEqual([]);
  const [dockerfile] = all;
  const port = /AESTHETE_HTTP_PORT=(\d+)/.exec(dockerfile)?.[1];
  expect(dockerfile).toContain(`http://127.0.0.1:${port}/health`);
});

test('the provider for CUDA is that of the ONNX Runtime that is installed', async () => {
  const { dependencies } = z
    .object({ dependencies: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await text('package.json')));
  const requirements = await text('docker/cuda-requirements.txt');
  expect(requirements).toContain(`onnxruntime-gpu==${dependencies['onnxruntime-node']} `);
  // Pinned by content.
  const pinned = requirements.split('\n').filter((line) => /^[a-z]/.test(line));
  expect(pinned.filter((line) => !/^[\w-]+==[\d.]+ --hash=sha256:[0-9a-f]{64}$/.test(line))).toEqual([]);
});
