import { escapeXml } from '../../text/escapeXml.js';
import { inLayers } from './layers.js';
import type { Point } from './layers.js';
import { fitted, fontFamilyOf } from './letters.js';

/** What was made of what, as a picture. All words are plain text. */
export interface FamilyTreeChart {
  /** Whose tree it is first. */
  readonly nodes: readonly FamilyTreeNode[];
  /** From parents to what was made of them. */
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

interface FamilyTreeNode {
  readonly key: string;
  readonly name: string;
  /** Below the name: the version, and its share. */
  readonly detail: string;
  /** Its name is words of ours. */
  readonly unnamed?: true;
}

/** Discord shows a picture 550 px wide on a desktop and 320 on a phone, where letters of 19 px are 11 px high. */
const width = 550;
const [letters, small] = [19, 16];
const margin = 16;
const nodeHeight = 58;
/** So many nodes beside each other have room for a name. */
const mostBeside = 3;

/** On light and on dark: an opaque sheet, as cards and strips have. */
const colours = {
  paper: '#fafaf7',
  ink: '#22222a',
  grey: '#5c5c66',
  line: '#9a9aa4',
  box: '#ffffff',
  border: '#d8d8d2',
  own: '#3d5afe',
  onOwn: '#ffffff',
};

/**
 * An SVG, 550 pixels wide: ancestors above, or at the left where more than three would stand beside each other, and arrows from parents to
 * what was made of them.
 */
export function familyTreeSvg({ nodes, edges }: FamilyTreeChart): string {
  const across = widestLayer({ nodes, edges }) > mostBeside;
  const layers = depthOf({ nodes, edges });
  const beside = across ? layers : Math.min(widestLayer({ nodes, edges }), mostBeside);
  const [nodeGap, layerGap] = across ? [14, 46] : [18, 44];
  const gap = across ? layerGap : nodeGap;
  const nodeWidth = Math.min(240, Math.floor((width - 2 * margin - (beside - 1) * gap) / beside));

  const options = { nodeWidth, nodeHeight, nodeGap, layerGap, across };
  const keys = nodes.map(({ key }) => key);
  const placed = inLayers(keys, edges, options);
  const height = placed.height + 2 * margin;
  // A deep tree that lies down may be wider: then everything is drawn smaller.
  const sheet = Math.max(width, Math.ceil(placed.width + 2 * margin));
  const shift = (sheet - placed.width) / 2;
  const at = (point: Point): Point => ({ x: point.x + shift, y: point.y + margin });
  const arrows = placed.edges.map((points) => arrow(points.map(at)));
  const boxes = nodes.map((node, i) => box(at(placed.nodes.get(node.key) ?? { x: 0, y: 0 }), nodeWidth, node, i === 0));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${sheet}" height="${Math.ceil(height)}" viewBox="0 0 ${sheet} ${Math.ceil(height)}" font-family="Inter">`,
    `<rect width="100%" height="100%" fill="${colours.paper}"/>`,
    `<defs><marker id="head" markerWidth="9" markerHeight="8" refX="8" refY="4" orient="auto"><path d="M0,0 L9,4 L0,8 z" fill="${colours.line}"/></marker></defs>`,
    ...arrows,
    ...boxes,
    '</svg>',
  ].join('');
}

function box({ x, y }: Point, nodeWidth: number, node: FamilyTreeChart['nodes'][number], own: boolean): string {
  const { name, detail, unnamed } = node;
  const [fill, ink, grey] = own
    ? [colours.own, colours.onOwn, colours.onOwn]
    : [colours.box, colours.ink, colours.grey];
  const style = unnamed === true ? ' font-style="italic"' : '';
  const dashed = unnamed === true ? ' stroke-dasharray="5 4"' : '';
  const [left, top] = [x - nodeWidth / 2, y - nodeHeight / 2];
  return [
    `<rect x="${px(left)}" y="${px(top)}" width="${nodeWidth}" height="${nodeHeight}" rx="9" fill="${fill}" stroke="${own ? colours.own : colours.border}" stroke-width="1.5"${dashed}/>`,
    `<text x="${px(x)}" y="${px(y - 4)}" text-anchor="middle" font-family="${fontFamilyOf(name)}" font-size="${letters}" font-weight="700" fill="${ink}"${style}>${xml(fitted(name, nodeWidth - 16, letters))}</text>`,
    `<text x="${px(x)}" y="${px(y + 19)}" text-anchor="middle" font-size="${small}" fill="${grey}">${xml(detail)}</text>`,
  ].join('');
}

function arrow(points: readonly Point[]): string {
  const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${px(x)},${px(y)}`).join(' ');
  return `<path d="${path}" fill="none" stroke="${colours.line}" stroke-width="2" stroke-linejoin="round" marker-end="url(#head)"/>`;
}

/** How many stand beside each other when ancestors stand in layers by how far they are from the first. */
function widestLayer(chart: FamilyTreeChart): number {
  const counts = new Map<number, number>();
  for (const depth of depths(chart).values()) counts.set(depth, (counts.get(depth) ?? 0) + 1);
  return Math.max(...counts.values());
}

function depthOf(chart: FamilyTreeChart): number {
  return Math.max(...depths(chart).values()) + 1;
}

/** Of each node the longest way to the first. There are no circles: versions are made of earlier ones. */
function depths({ nodes, edges }: FamilyTreeChart): Map<string, number> {
  const found = new Map(nodes.map(({ key }) => [key, 0]));
  for (let round = 0; round < nodes.length; round++)
    for (const { from, to } of edges) found.set(from, Math.max(found.get(from) ?? 0, (found.get(to) ?? 0) + 1));
  return found;
}

const px = (value: number): string => value.toFixed(1);

/** As text of an SVG; what XML cannot hold, as blanks. */
function xml(text: string): string {
  return escapeXml(text.replaceAll(/[\p{Cc}\p{Surrogate}\p{Cn}\s]+/gu, ' ').trim());
}
