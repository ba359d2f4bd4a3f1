import { create, toBinary } from '@bufbuild/protobuf';
import { GraphError } from '../errors.js';
import * as pb from './onnx_pb.js';
import { onnxType } from './tensor.js';
import type { Attr, Leaf, Node, Op, Tensor, TensorType } from './tensor.js';

/** Opset of the ONNX specification that ops.ts follows, and the IR version that goes with it. */
const opset = 20;
const irVersion = 9n;

/** Ops that are ONNX Runtime's own. */
const contributed: ReadonlySet<Op> = new Set<Op>(['MultiHeadAttention']);
/** Attributes that only vjp.ts reads; ONNX takes these values as inputs. */
const internal: Partial<Record<Op, readonly string[]>> = {
  Slice: ['start', 'end', 'axis'],
  Pad: ['before', 'after'],
  Resize: ['by'],
};

export interface Program {
  /** Inputs in the session's order; those that no output needs stay declared. */
  readonly inputs: readonly Tensor[];
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/**
 * The program as a serialised ONNX ModelProto. Only what the outputs need is written, each value once; what a loop's body does not
 * compute from its own values is computed outside it. Weights stay in their files: `locate` names a file as ONNX external data wants it.
 */
export function exportModel(program: Program, locate: (file: string) => string): Uint8Array {
  const writer = new Writer(locate);
  const graph = writer.graph(program);
  const model = create(pb.ModelProtoSchema, {
    irVersion,
    producerName: 'aesthete',
    opsetImport: [
      { domain: '', version: BigInt(opset) },
      { domain: 'com.microsoft', version: 1n },
    ],
    graph,
  });
  return toBinary(pb.ModelProtoSchema, model);
}

/** Owns the names of one model and what has been written under them. */
class Writer {
  private readonly names = new Map<Tensor, string>();
  private readonly initializers: pb.TensorProto[] = [];
  private readonly dependence = new Map<Node, Map<Tensor, boolean>>();
  private readonly capturedBy = new Map<Node, readonly Tensor[]>();

  constructor(private readonly locate: (file: string) => string) {}

  graph({ inputs, outputs }: Program): pb.GraphProto {
    const nodes: pb.NodeProto[] = [];
    for (const t of inputs) {
      const { op } = t.node;
      if (typeof op !== 'object' || op.kind !== 'input') throw new GraphError('a program input is not an input');
      this.names.set(t, op.name);
    }
    const results = Object.entries(outputs).map(([name, t]) => {
      this.emit(t, nodes);
      nodes.push(
        create(pb.NodeProtoSchema, { opType: 'Identity', name: `out_${name}`, input: [this.name(t)], output: [name] }),
      );
      return valueInfo(name, t);
    });
    return create(pb.GraphProtoSchema, {
      name: 'aesthete',
      node: nodes,
      initializer: this.initializers,
      input: inputs.map((t) => valueInfo(this.name(t), t)),
      output: results,
    });
  }

  private name(t: Tensor): string {
    const name = this.names.get(t);
    if (name === undefined) throw new GraphError('a value is used before it is computed, or outside its loop');
    return name;
  }

  private fresh(t: Tensor, word: string): string {
    const name = `${word}_${this.names.size}`;
    this.names.set(t, name);
    return name;
  }

  /** Writes what t needs and t itself, unless it has been written. Depth first without recursion: programs are deep. */
  private emit(root: Tensor, nodes: pb.NodeProto[]): void {
    const stack: Tensor[] = [root];
    while (stack.length > 0) {
      const t = stack[stack.length - 1];
      if (this.names.has(t)) {
        stack.pop();
        continue;
      }
      if (typeof t.node.op === 'object') {
        this.leaf(t, t.node.op);
        continue;
      }
      const missing = [...t.node.inputs, ...this.captured(t.node)].filter((x) => !this.names.has(x));
      if (missing.length > 0) {
        stack.push(...missing.reverse());
        continue;
      }
      this.node(t.node, t.node.op, nodes);
    }
  }

  private leaf(t: Tensor, leaf: Leaf): void {
    switch (leaf.kind) {
      case 'input':
        throw new GraphError(`input ${leaf.name} is used but not declared`);
      case 'carried':
        throw new GraphError('a value of a loop is used outside it');
      case 'constant':
        this.initializers.push(tensorProto(t, this.fresh(t, 'const'), { rawData: leaf.data }));
        return;
      case 'weight': {
        const entries = { location: this.locate(leaf.file), offset: leaf.offset, length: leaf.bytes };
        this.initializers.push(
          tensorProto(t, this.fresh(t, leaf.key), {
            dataLocation: pb.TensorProto_DataLocation.EXTERNAL,
            externalData: Object.entries(entries).map(([key, value]) => ({ key, value: String(value) })),
          }),
        );
      }
    }
  }

  private node(node: Node, op: Op, nodes: pb.NodeProto[]): void {
    const input = node.inputs.map((x) => this.name(x));
    // ONNX's optional inputs are empty names.
    if (op === 'Loop') input.splice(1, 0, '');
    if (op === 'Resize') input.splice(1, 0, ...(node.attrs.by === 'sizes' ? ['', ''] : ['']));
    const attribute = Object.entries(node.attrs)
      .filter(([key]) => !internal[op]?.includes(key))
      .map(([key, value]) => attributeProto(key, value));
    if (node.body) attribute.push(this.body(node, node.body));
    const output = node.outputs.map((t) => this.fresh(t, op));
    nodes.push(
      create(pb.NodeProtoSchema, {
        opType: op,
        name: output[0],
        domain: contributed.has(op) ? 'com.microsoft' : '',
        input,
        output,
        attribute,
      }),
    );
  }

  private body(node: Node, body: NonNullable<Node['body']>): pb.AttributeProto {
    const nodes: pb.NodeProto[] = [];
    body.placeholders.forEach((p) => this.fresh(p, 'carried'));
    const results = [body.condition, ...body.next, ...body.scans];
    for (const t of results) this.emit(t, nodes);
    const made = new Set(nodes.flatMap((n) => n.output));
    const output = results.map((t, i) => {
      // A body's output must be made in the body, and be no other output too; a copy only where it must be, weights are large.
      if (made.delete(this.name(t))) return valueInfo(this.name(t), t);
      const name = `next_${this.names.size}_${i}`;
      nodes.push(create(pb.NodeProtoSchema, { opType: 'Identity', name, input: [this.name(t)], output: [name] }));
      return valueInfo(name, t);
    });
    const [turn, proceed, ...state] = body.placeholders;
    const graph = create(pb.GraphProtoSchema, {
      name: `body_${this.names.size}`,
      node: nodes,
      input: [turn, proceed, ...state].map((p) => valueInfo(this.name(p), p)),
      output,
    });
    return create(pb.AttributeProtoSchema, { name: 'body', type: pb.AttributeProto_AttributeType.GRAPH, g: graph });
  }

  /** Values from outside that a loop's body uses; emitted before the loop. */
  private captured(node: Node): readonly Tensor[] {
    const { body } = node;
    if (!body) return [];
    const known = this.capturedBy.get(node);
    if (known) return known;
    const found = new Set<Tensor>();
    const seen = new Set<Tensor>();
    const visit = (t: Tensor): void => {
      if (seen.has(t)) return;
      seen.add(t);
      if (body.placeholders.includes(t)) return;
      if (this.dependsOn(t, node, body.placeholders)) [...t.node.inputs, ...this.captured(t.node)].forEach(visit);
      else found.add(t);
    };
    [body.condition, ...body.next, ...body.scans].forEach(visit);
    this.capturedBy.set(node, [...found]);
    return [...found];
  }

  private dependsOn(t: Tensor, loop: Node, placeholders: readonly Tensor[]): boolean {
    const memo = this.dependence.get(loop) ?? new Map(placeholders.map((p): [Tensor, boolean] => [p, true]));
    this.dependence.set(loop, memo);
    const visit = (x: Tensor): boolean => {
      const known = memo.get(x);
      if (known !== undefined) return known;
      const depends = [...x.node.inputs, ...this.captured(x.node)].map(visit).includes(true);
      memo.set(x, depends);
      return depends;
    };
    return visit(t);
  }
}

function valueInfo(name: string, { dtype, shape }: TensorType): pb.ValueInfoProto {
  const dim = shape.map((d) => ({
    value:
      typeof d === 'number'
        ? ({ case: 'dimValue', value: BigInt(d) } as const)
        : ({ case: 'dimParam', value: d } as const),
  }));
  const tensorType = { elemType: onnxType[dtype], shape: { dim } };
  return create(pb.ValueInfoProtoSchema, { name, type: { value: { case: 'tensorType', value: tensorType } } });
}

function tensorProto(
  { dtype, shape }: TensorType,
  name: string,
  data:
    | { rawData: Uint8Array }
    | { dataLocation: pb.TensorProto_DataLocation; externalData: { key: string; value: string }[] },
): pb.TensorProto {
  return create(pb.TensorProtoSchema, { name, dataType: onnxType[dtype], dims: shape.map((d) => BigInt(d)), ...data });
}

function attributeProto(name: string, value: Attr): pb.AttributeProto {
  const { AttributeProto_AttributeType: kinds } = pb;
  if (typeof value === 'number') return create(pb.AttributeProtoSchema, { name, type: kinds.INT, i: BigInt(value) });
  if (typeof value === 'string')
    return create(pb.AttributeProtoSchema, { name, type: kinds.STRING, s: new TextEncoder().encode(value) });
  if ('float' in value) return create(pb.AttributeProtoSchema, { name, type: kinds.FLOAT, f: value.float });
  return create(pb.AttributeProtoSchema, { name, type: kinds.INTS, ints: value.map((v) => BigInt(v)) });
}
