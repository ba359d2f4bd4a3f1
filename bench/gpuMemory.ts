import { spawn, spawnSync } from 'node:child_process';

const query = ['--query-gpu=memory.used', '--format=csv,noheader,nounits'];

/**
 * Watches an NVIDIA GPU's memory ten times a second, by nvidia-smi: whatever uses it.
 * @returns ends the watch; megabytes by which it rose at most since the start, or undefined where there is no nvidia-smi
 */
export function watchGpuMemory(): () => Promise<number | undefined> {
  const { stdout, status } = spawnSync('nvidia-smi', query, { encoding: 'utf8' });
  if (status !== 0) return () => Promise.resolve(undefined);
  const before = parseInt(stdout, 10);
  const child = spawn('nvidia-smi', [...query, '-lms', '100'], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  return async () => {
    // ONNX Runtime blocks this thread, so what nvidia-smi said meanwhile waits in the pipe.
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill();
    await ended;
    const now = spawnSync('nvidia-smi', query, { encoding: 'utf8' }).stdout;
    const values = [...text.split('\n'), now].map((line) => parseInt(line, 10)).filter(Number.isFinite);
    return Math.max(...values) - before;
  };
}
