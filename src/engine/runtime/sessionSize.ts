import type { Program } from '../graph/onnx.js';
import type { Dtype, Node, Op, Tensor } from '../graph/tensor.js';
import { everyTensor } from '../graph/walk.js';
import type { Device } from '../types.js';

/** What a session takes of this machine's memory, bytes; what its runs need comes on top. */
export interface SessionSize {
  /** At most, while it opens. */
  readonly opening: number;
  /** From then on. */
  readonly open: number;
}

const bytesEach: Readonly<Record<Dtype, number>> = {
  float32: 4,
  int32: 4,
  int64: 8,
  float16: 2,
  bfloat16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
};

/**
 * Of these ONNX Runtime's CPU provider packs the second factor where it is constant: once for all that take it in the same form. The original goes
 * where nothing else takes it.
 */
const packing: ReadonlySet<unknown> = new Set<Op>(['Gemm', 'MatMul', 'MatMulInteger']);
/** What a session and each of its nodes take beside weights (docs/benchmarks.md). */
const sessionBytes = 1_500_000;
const nodeBytes = 7_500;

/** How the nodes of a program take a value that is known when the session opens. */
interface Uses {
  /** The forms that it is packed in. */
  readonly packed: Set<string>;
  /** Whether something takes it as it is. */
  plain: boolean;
}

/**
 * How large a program's session is, from the shapes and types of its weights: nothing is read. What follows from weights alone (a cast, a
 * half) is computed once, while the session opens, and stands in their place. To a GPU weights pass through this machine's memory.
 */
export function sessionSize({ outputs }: Program, device: Device): SessionSize {
  const nodes = new Set([...everyTensor(outputs)].map(({ node }) => node));
  const isConstant = constantNodes(nodes);
  const uses = new Map<Tensor, Uses>();
  let size = sessionBytes;
  for (const node of nodes) {
    if (isConstant(node)) continue;
    size += nodeBytes;
    for (const [place, x] of node.inputs.entries()) {
      if (!isConstant(x.node) || isMapped(x, node)) continue;
      const { packed, plain } = uses.get(x) ?? { packed: new Set(), plain: false };
      const packs = packing.has(node.op) && place === 1;
      if (packs) packed.add(JSON.stringify([node.op, node.attrs.transB]));
      uses.set(x, { packed, plain: plain || !packs });
    }
  }
  const sum = (copies: (uses: Uses) => number): number =>
    [...uses].reduce((total, [x, of]) => total + byteLength(x) * copies(of), size);
  if (device !== 'cpu') return { opening: sum(() => 1), open: size };
  const open = sum(({ packed, plain }) => packed.size + Number(plain));
  // One weight after another is packed and dropped; one that is packed twice stays until the end.
  return {
    opening: Math.max(
      open,
      sum(({ packed }) => (packed.size > 1 ? packed.size + 1 : 1)),
    ),
    open,
  };
}

/** Rows are gathered from a table in its file, which stays mapped: it takes memory that can be given back. */
function isMapped(x: Tensor, { op }: Node): boolean {
  return op === 'Gather' && typeof x.node.op === 'object' && x.node.op.kind === 'weight';
}

/** Whether a node's results follow from weights and constants alone. */
function constantNodes(nodes: ReadonlySet<Node>): (node: Node) => boolean {
  const known = new Map<Node, boolean>();
  const stack = [...nodes];
  for (let node = stack.at(-1); node; node = stack.at(-1)) {
    const { op, inputs } = node;
    const unknown = inputs.map((x) => x.node).filter((one) => !known.has(one));
    if (typeof op === 'object') known.set(node, op.kind === 'weight' || op.kind === 'constant');
    else if (unknown.length > 0 && !known.has(node)) {
      stack.push(...unknown);
      continue;
    } else known.set(node, op !== 'Loop' && inputs.every((x) => known.get(x.node)));
    stack.pop();
  }
  return (node) => known.get(node) === true;
}

function byteLength({ dtype, shape }: Tensor): number {
  return shape.reduce<number>((size, dim) => size * (typeof dim === 'number' ? dim : 1), bytesEach[dtype]);
}
