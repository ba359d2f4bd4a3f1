import { Worker } from 'node:worker_threads';

/** The descriptor of the pipe that a parent holds open for as long as it lives. */
const parentPipe = 4;

/** Plain JavaScript, since a worker of a program that runs from sources has no compiler. */
const watch = `
  const { Socket } = require('node:net');
  const { workerData } = require('node:worker_threads');
  const end = () => process.kill(process.pid, 'SIGKILL');
  new Socket({ fd: workerData, readable: true, writable: false }).on('end', end).on('error', end).resume();
`;

/**
 * Ends this process when its parent has gone, however that ended: the pipe closes with it. A thread of its own sees that, since ONNX Runtime
 * blocks the main one for seconds, and a large model's loading for minutes.
 */
export function endWithParent(): void {
  new Worker(watch, { eval: true, workerData: parentPipe }).unref();
}
