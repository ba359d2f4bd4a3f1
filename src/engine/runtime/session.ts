import { relative, sep } from 'node:path';
import * as ort from 'onnxruntime-node';
import { GraphError, SessionError } from '../errors.js';
import { exportModel } from '../graph/onnx.js';
import type { Program } from '../graph/onnx.js';
import type { Tensor } from '../graph/tensor.js';
import { everyTensor } from '../graph/walk.js';
import type { Device } from '../types.js';
import { commonAncestor } from '../weights/checkpoint.js';
import { cpuThreads } from './cpuThreads.js';
import { nodesForCpu } from './webgpu.js';

/** A value that crosses between JavaScript and a session, in row-major order. */
export interface Value {
  readonly data: Float32Array | BigInt64Array | Uint8Array;
  readonly dims: readonly number[];
}

/** A loaded program. */
export interface Session {
  /** Runs the program; blocks the thread until it is done. @throws GraphError when an input is missing, SessionError when ONNX Runtime fails. */
  run(feeds: Readonly<Partial<Record<string, Value>>>): Promise<Readonly<Record<string, Value>>>;
  release(): Promise<void>;
}

export interface SessionOptions {
  readonly device?: Device;
  /** Further ONNX Runtime session options, for laboratories and benchmarks. */
  readonly ort?: ort.InferenceSession.SessionOptions;
}

/** Loads a program into ONNX Runtime. Weights are read from their files while it loads. */
export async function openSession(program: Program, options: SessionOptions = {}): Promise<Session> {
  const files = weightFiles(program);
  // Programs without weights need no folder.
  const root = files.length === 0 ? process.cwd() : commonAncestor(files);
  const model = exportModel(program, (file) => relative(root, file).split(sep).join('/'));
  const providers = await executionProviders(options.device ?? 'cpu', program, model);
  const session = await ort.InferenceSession.create(model, sessionOptions(options, root, providers));
  const types = new Map(program.inputs.map((t) => [inputName(t), t.dtype]));
  const used = new Set(session.inputNames);
  return {
    run: async (feeds) => {
      const inputs: Record<string, ort.Tensor> = {};
      for (const [name, dtype] of types) {
        const value = feeds[name];
        if (!value) throw new GraphError(`session input ${name} is not fed`);
        if (used.has(name)) inputs[name] = new ort.Tensor(dtype as 'float32', value.data as Float32Array, value.dims);
      }
      const results = await session.run(inputs).catch(fail);
      return Object.fromEntries(
        Object.entries(results).map(([name, t]) => {
          const value = { data: t.data as Value['data'], dims: t.dims };
          return [name, value];
        }),
      );
    },
    release: () => session.release(),
  };
}

function fail(error: unknown): never {
  throw new SessionError(error instanceof Error ? error.message : String(error), { cause: error });
}

type Providers = readonly ort.InferenceSession.ExecutionProviderConfig[];

/** A provider that is not there throws; nothing falls back in silence, beyond single ops that a GPU provider lacks (docs/devices.md). */
async function executionProviders(device: Device, program: Program, model: Uint8Array): Promise<Providers> {
  if (device === 'cpu') return ['cpu'];
  if (device === 'cuda') {
    keepFloat32();
    return ['cuda', 'cpu'];
  }
  const forced = await nodesForCpu(program, model);
  // An empty list is refused.
  return [{ name: 'webgpu', ...(forced.length > 0 && { forceCpuNodeNames: forced }) }, 'cpu'];
}

/**
 * ONNX Runtime lets CUDA round the factors of float32 products to TF32's 10 bits, and its binding for Node has no option against it:
 * 2.6e-4 off in one product of 256 terms. cuBLAS and cuDNN read this variable when the provider first loads them; a value that is set stays.
 */
function keepFloat32(): void {
  process.env.NVIDIA_TF32_OVERRIDE ??= '0';
}

function sessionOptions(
  { ort: more }: SessionOptions,
  root: string,
  providers: Providers,
): ort.InferenceSession.SessionOptions {
  const { extra, ...rest } = more ?? {};
  const threads = cpuThreads();
  return {
    executionProviders: providers,
    // Not 'all': its NCHWc layout loads seven times slower with half as much memory again, and ran no faster (docs/decisions/002).
    graphOptimizationLevel: 'extended',
    logSeverityLevel: 3,
    // Sizes change from run to run, so there is no pattern to learn.
    enableMemPattern: false,
    ...(threads !== undefined && { intraOpNumThreads: threads }),
    ...rest,
    extra: {
      session: {
        model_external_initializers_file_folder_path: root,
        use_device_allocator_for_initializers: '1',
        ...(extra as { session?: Record<string, string> } | undefined)?.session,
      },
    },
  };
}

function inputName(t: Tensor): string {
  const { op } = t.node;
  if (typeof op !== 'object' || op.kind !== 'input') throw new GraphError('a program input is not an input');
  return op.name;
}

/** Files that the program's weights lie in. */
function weightFiles(program: Program): string[] {
  const files = new Set<string>();
  for (const { node } of everyTensor(program.outputs))
    if (typeof node.op === 'object' && node.op.kind === 'weight') files.add(node.op.file);
  return [...files];
}
