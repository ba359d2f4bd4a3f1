import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Chart } from './types.js';

export { mostMapped } from './mapChart.js';
export type { FamilyTreeChart } from './familyTree.js';
export type { IntervalChart, MapChart } from './types.js';

/** Draws charts as PNG. */
export type DrawCharts = (charts: readonly Chart[]) => Promise<Uint8Array[]>;

/** On a machine that does much else. */
const longestMs = 60_000;

/**
 * In a process of its own, which loads the libraries and ends when it is done: that takes half a second of processor time, and the bot has to
 * acknowledge interactions meanwhile. @throws Error with what the process wrote, where it failed
 */
export const drawCharts: DrawCharts = (charts) => {
  const isSource = import.meta.url.endsWith('.ts');
  const child = fork(fileURLToPath(new URL(`./process.${isSource ? 'ts' : 'js'}`, import.meta.url)), [], {
    serialization: 'advanced',
    execArgv: isSource ? ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] : [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    timeout: longestMs,
  });
  let written = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (written += text));
  return new Promise((resolve, reject) => {
    child.once('message', (pictures) => {
      resolve(pictures as Uint8Array[]);
    });
    child.once('error', reject);
    // After its answer this changes nothing.
    child.once('close', (code) => {
      reject(new Error(`charts were not drawn: the process ended with ${String(code)} ${written}`.trim()));
    });
    child.send(charts);
  });
};
