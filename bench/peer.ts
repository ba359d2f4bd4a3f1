import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { bigPack } from './makePack.js';

/** torch's process (bench/peers/step.py) with one model loaded. */
export interface Peer {
  /** Milliseconds of one step, by its own clock. */
  step(): Promise<number>;
  /** The most megabytes of a GPU's memory that torch has held; 0 on the CPU. */
  memory(): Promise<number>;
  end(): void;
}

/** Starts it where AESTHETE_PEER_PYTHON names a python with torch, diffusers and transformers. On `cuda` it computes in fp16. */
export function startPeer(model: 'unet' | 'decoder' | 'adam', device: 'cpu' | 'cuda' = 'cpu'): Peer | undefined {
  const python = process.env.AESTHETE_PEER_PYTHON;
  if (python === undefined) return undefined;
  const script = fileURLToPath(new URL('./peers/step.py', import.meta.url));
  const child = spawn(python, [script, bigPack, model, device], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (question: 'step' | 'memory'): Promise<number> => {
    child.stdin.write(`${question}\n`);
    const line = await lines.next();
    if (line.done) throw new Error('the peer ended');
    return Number(line.value);
  };
  return { step: () => ask('step'), memory: () => ask('memory'), end: () => void child.kill() };
}
