import * as library from '@dagrejs/dagre';

/** In pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface LayersOptions {
  readonly nodeWidth: number;
  readonly nodeHeight: number;
  /** Between nodes of a layer, and between layers. */
  readonly nodeGap: number;
  readonly layerGap: number;
  /** From left to right; else from top to bottom. */
  readonly across: boolean;
}

export interface Layers {
  readonly width: number;
  readonly height: number;
  /** Middles, by key. */
  readonly nodes: ReadonlyMap<string, Point>;
  /** Of each edge in order: from the border of one node to that of the other. */
  readonly edges: readonly (readonly Point[])[];
}

/** What is used of dagre. Its declarations import each other as bundlers allow and TypeScript's Node resolution does not. */
interface Dagre {
  readonly Graph: new () => DagreGraph;
  readonly layout: (graph: DagreGraph) => void;
}

interface DagreGraph {
  setGraph(options: object): void;
  setDefaultEdgeLabel(label: () => object): void;
  setNode(key: string, size: { readonly width: number; readonly height: number }): void;
  setEdge(from: string, to: string): void;
  graph(): { readonly width: number; readonly height: number };
  node(key: string): Point;
  edge(from: string, to: string): { readonly points: readonly Point[] };
}

const dagre = library as unknown as Dagre;

/** A directed graph in layers with few crossings (Gansner et al. 1993, A technique for drawing directed graphs). */
export function inLayers(
  keys: readonly string[],
  edges: readonly { readonly from: string; readonly to: string }[],
  { nodeWidth, nodeHeight, nodeGap, layerGap, across }: LayersOptions,
): Layers {
  const graph = new dagre.Graph();
  graph.setGraph({ rankdir: across ? 'LR' : 'TB', nodesep: nodeGap, ranksep: layerGap, edgesep: nodeGap });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const key of keys) graph.setNode(key, { width: nodeWidth, height: nodeHeight });
  for (const { from, to } of edges) graph.setEdge(from, to);
  dagre.layout(graph);
  const { width, height } = graph.graph();
  return {
    width,
    height,
    nodes: new Map(keys.map((key) => [key, graph.node(key)])),
    edges: edges.map(({ from, to }) => graph.edge(from, to).points),
  };
}
