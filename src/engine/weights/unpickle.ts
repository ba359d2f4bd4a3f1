import { CheckpointError } from '../errors.js';
import { excerpt } from '../excerpt.js';
import type { StorageDtype } from './dtype.js';

/** Where a pickled tensor's values lie: storage `key` of the archive, `count` numbers. */
interface PickledStorage {
  readonly kind: 'storage';
  readonly dtype: StorageDtype;
  readonly key: string;
  readonly count: number;
}

export interface PickledTensor {
  readonly kind: 'tensor';
  readonly storage: PickledStorage;
  /** In numbers, not bytes. */
  readonly offset: number;
  readonly size: readonly number[];
  readonly stride: readonly number[];
}

/** What this unpickler can make: plain data, and descriptions of tensors. Nothing is called. */
export type Pickled =
  | { readonly kind: 'none' }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'tuple' | 'list'; readonly items: Pickled[] }
  | { readonly kind: 'dict'; readonly entries: Map<string, Pickled> }
  | { readonly kind: 'global'; readonly name: string }
  | { readonly kind: 'mark' }
  | PickledStorage
  | PickledTensor;

const storageTypes: Readonly<Partial<Record<string, StorageDtype>>> = {
  'torch.FloatStorage': 'F32',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.DoubleStorage': 'F64',
};
const rebuildTensor = 'torch._utils._rebuild_tensor_v2';
const rebuildParameter = 'torch._utils._rebuild_parameter';
const orderedDict = 'collections.OrderedDict';
/** Names that a pickle may mention. Only these are known, and none of them is code here. */
const allowed: ReadonlySet<string> = new Set([
  ...Object.keys(storageTypes),
  rebuildTensor,
  rebuildParameter,
  orderedDict,
]);

/**
 * Reads a pickle (protocols 2 to 4, Python's pickletools) that describes tensors and plain data. It is a closed interpreter: names other
 * than a few of torch's are refused, and calls of those only describe.
 * @throws CheckpointError naming what was refused, with the byte
 */
export function unpickle(bytes: Uint8Array, what: string): Pickled {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stack: Pickled[] = [];
  const memo = new Map<number, Pickled>();
  let at = 0;

  const fail = (message: string): never => {
    throw new CheckpointError(`${what}: data.pkl, byte ${at}: ${message}`);
  };
  const take = (length: number): number => {
    if (length > bytes.length - at) return fail(`${length} bytes more than there are`);
    at += length;
    return at - length;
  };
  const pop = (): Pickled => stack.pop() ?? fail('the stack is empty');
  const popToMark = (): Pickled[] => {
    const mark = stack.findLastIndex(({ kind }) => kind === 'mark');
    if (mark === -1) return fail('no mark');
    const items = stack.splice(mark + 1);
    stack.pop();
    return items;
  };
  const text = (length: number): void => {
    const start = take(length);
    stack.push({ kind: 'text', value: new TextDecoder().decode(bytes.subarray(start, start + length)) });
  };
  const number = (value: number): void => void stack.push({ kind: 'number', value });
  const tuple = (items: Pickled[]): void => void stack.push({ kind: 'tuple', items });
  const line = (): string => {
    const end = bytes.indexOf(0x0a, at);
    if (end === -1) return fail('a line without an end');
    const start = take(end + 1 - at);
    return Buffer.from(bytes.subarray(start, end)).toString('latin1');
  };
  const global = (name: string): void => {
    if (!allowed.has(name)) fail(`it calls ${excerpt(name)}, which is not a tensor; nothing is executed`);
    stack.push({ kind: 'global', name });
  };
  const put = (slot: number): void => void memo.set(slot, stack.at(-1) ?? fail('the stack is empty'));
  const get = (slot: number): void => void stack.push(memo.get(slot) ?? fail(`nothing was kept under ${slot}`));
  const setItems = (items: readonly Pickled[]): void => {
    const dict = stack.at(-1);
    if (dict?.kind !== 'dict') return void fail('items for something that is no dict');
    for (let i = 0; i + 1 < items.length; i += 2) {
      const key = items[i];
      dict.entries.set(
        key.kind === 'text' || key.kind === 'number' ? String(key.value) : `(${key.kind})`,
        items[i + 1],
      );
    }
  };
  const append = (items: readonly Pickled[]): void => {
    const list = stack.at(-1);
    if (list?.kind !== 'list') return void fail('items for something that is no list');
    for (const item of items) list.items.push(item);
  };

  /** Opcodes by their byte, as pickletools names them. */
  const opcodes: Readonly<Partial<Record<number, () => void>>> = {
    0x80: () => void take(1), // PROTO
    0x95: () => void take(8), // FRAME
    0x28: () => void stack.push({ kind: 'mark' }), // MARK
    0x30: () => void pop(), // POP
    0x4e: () => void stack.push({ kind: 'none' }), // NONE
    0x88: () => {
      number(1);
    }, // NEWTRUE
    0x89: () => {
      number(0);
    }, // NEWFALSE
    0x4b: () => {
      number(view.getUint8(take(1)));
    }, // BININT1
    0x4d: () => {
      number(view.getUint16(take(2), true));
    }, // BININT2
    0x4a: () => {
      number(view.getInt32(take(4), true));
    }, // BININT
    0x8a: () => {
      number(readLong(bytes, take, view));
    }, // LONG1
    0x47: () => {
      number(view.getFloat64(take(8)));
    }, // BINFLOAT
    0x58: () => {
      text(view.getUint32(take(4), true));
    }, // BINUNICODE
    0x8c: () => {
      text(view.getUint8(take(1)));
    }, // SHORT_BINUNICODE
    0x29: () => {
      tuple([]);
    }, // EMPTY_TUPLE
    0x74: () => {
      tuple(popToMark());
    }, // TUPLE
    0x85: () => {
      tuple([pop()]);
    }, // TUPLE1
    0x86: () => {
      tuple([pop(), pop()].reverse());
    }, // TUPLE2
    0x87: () => {
      tuple([pop(), pop(), pop()].reverse());
    }, // TUPLE3
    0x5d: () => void stack.push({ kind: 'list', items: [] }), // EMPTY_LIST
    0x7d: () => void stack.push({ kind: 'dict', entries: new Map() }), // EMPTY_DICT
    0x61: () => {
      append([pop()]);
    }, // APPEND
    0x65: () => {
      append(popToMark());
    }, // APPENDS
    0x73: () => {
      setItems([pop(), pop()].reverse());
    }, // SETITEM
    0x75: () => {
      setItems(popToMark());
    }, // SETITEMS
    0x71: () => {
      put(view.getUint8(take(1)));
    }, // BINPUT
    0x72: () => {
      put(view.getUint32(take(4), true));
    }, // LONG_BINPUT
    0x94: () => {
      put(memo.size);
    }, // MEMOIZE
    0x68: () => {
      get(view.getUint8(take(1)));
    }, // BINGET
    0x6a: () => {
      get(view.getUint32(take(4), true));
    }, // LONG_BINGET
    0x63: () => {
      global(`${line()}.${line()}`);
    }, // GLOBAL
    0x93: () => {
      const [name, module] = [pop(), pop()];
      global(`${textOf(module)}.${textOf(name)}`);
    }, // STACK_GLOBAL
    0x51: () => void stack.push(storageOf(pop()) ?? fail('a reference that is no storage')), // BINPERSID
    0x52: () => {
      const args = pop();
      stack.push(describeCall(pop(), args) ?? fail('a call that is not a tensor; nothing is executed'));
    }, // REDUCE
    0x62: () => {
      pop();
      if (stack.at(-1)?.kind !== 'dict') fail('a state for something that is no dict; nothing is executed');
    }, // BUILD
  };

  for (;;) {
    const opcode = bytes[take(1)];
    if (opcode === 0x2e) return pop(); // STOP
    const run = opcodes[opcode] ?? fail(`opcode 0x${opcode.toString(16)}, which no tensor needs; nothing is executed`);
    run();
  }
}

function readLong(bytes: Uint8Array, take: (length: number) => number, view: DataView): number {
  const length = view.getUint8(take(1));
  const start = take(length);
  let value = 0;
  for (let i = length - 1; i >= 0; i--) value = value * 256 + bytes[start + i];
  return value;
}

const textOf = (value: Pickled): string => (value.kind === 'text' ? value.value : `(${value.kind})`);

/** ('storage', torch.FloatStorage, key, device, count), whatever the device. */
function storageOf(id: Pickled): PickledStorage | undefined {
  if (id.kind !== 'tuple') return undefined;
  const [tag, type, key, , count] = id.items;
  if (id.items.length < 5 || tag.kind !== 'text' || tag.value !== 'storage') return undefined;
  if (type.kind !== 'global' || key.kind !== 'text' || count.kind !== 'number') return undefined;
  const dtype = storageTypes[type.name];
  return dtype && isSize(count.value) ? { kind: 'storage', dtype, key: key.value, count: count.value } : undefined;
}

/** What the call of an allowed name stands for. */
function describeCall(callee: Pickled, args: Pickled): Pickled | undefined {
  if (callee.kind !== 'global' || args.kind !== 'tuple') return undefined;
  if (callee.name === orderedDict) return { kind: 'dict', entries: new Map() };
  if (callee.name === rebuildParameter) return args.items[0]?.kind === 'tensor' ? args.items[0] : undefined;
  if (callee.name !== rebuildTensor || args.items.length < 4) return undefined;
  const [storage, offset] = args.items;
  const [size, stride] = args.items.slice(2, 4).map(sizes);
  if (storage.kind !== 'storage' || offset.kind !== 'number' || !isSize(offset.value)) return undefined;
  if (!size || !stride || size.length !== stride.length) return undefined;
  return { kind: 'tensor', storage, offset: offset.value, size, stride };
}

const isSize = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

/** More than any tensor has; a tuple of thousands, called thousands of times, would take minutes. */
const mostDims = 64;

function sizes(value: Pickled): number[] | undefined {
  if (value.kind !== 'tuple' || value.items.length > mostDims) return undefined;
  const numbers = value.items.map((item) => (item.kind === 'number' ? item.value : -1));
  return numbers.every(isSize) ? numbers : undefined;
}
