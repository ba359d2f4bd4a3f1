import { escapeXml } from '../../text/escapeXml.js';
import { fitted, fontFamilyOf } from './letters.js';
import type { MapChart } from './types.js';

/** Drawn for a desktop's 550 px; on a phone's 320 a tile is 47 px and a letter 11 px high. */
export const mapWidth = 550;
const margin = 24;
const tile = 80;
const label = 19;
const lineHeight = 26;
const headHeight = 84;
const planeHeight = 560;
const cell = { width: 120, height: tile + lineHeight + 10 };
/** Tiles that stand beside each other without covering the plane. */
export const mostMapped = 12;

const colours = { paper: '#fafaf7', ink: '#22222a', grey: '#5c5c66', line: '#d8d8d2', none: '#c9c9d6' };

interface At {
  readonly x: number;
  readonly y: number;
}

/**
 * Middles of cells that do not overlap, in pixels, each as near to its place on the plane as the others let it: what overlaps is pushed apart
 * along the axis that needs the shorter push, and kept within the picture.
 */
export function spread(places: readonly At[], width: number, height: number): At[] {
  const inside = ({ x, y }: At): At => ({
    x: Math.min(width - cell.width / 2, Math.max(cell.width / 2, x)),
    y: Math.min(height - cell.height / 2, Math.max(cell.height / 2, y)),
  });
  const at = places.map(({ x, y }, i) =>
    // What lies in one place is told apart by its number, so that there is a direction to push.
    inside({ x: ((x + 1) / 2) * width + i * 0.01, y: ((1 - y) / 2) * height + i * 0.007 }),
  );
  for (let round = 0; round < 500; round++) {
    let moved = false;
    for (let i = 0; i < at.length; i++)
      for (let j = 0; j < i; j++) {
        const [dx, dy] = [at[i].x - at[j].x, at[i].y - at[j].y];
        const [overX, overY] = [cell.width - Math.abs(dx), cell.height - Math.abs(dy)];
        if (overX <= 0.5 || overY <= 0.5) continue;
        moved = true;
        const push: At =
          overX < overY ? { x: (Math.sign(dx) * overX) / 2, y: 0 } : { x: 0, y: (Math.sign(dy) * overY) / 2 };
        at[i] = inside({ x: at[i].x + push.x, y: at[i].y + push.y });
        at[j] = inside({ x: at[j].x - push.x, y: at[j].y - push.y });
      }
    if (!moved) return at;
  }
  return onGrid(at, width, height);
}

/** Where pushing finds no end, against an edge: each in the nearest cell of a grid that is free. */
function onGrid(places: readonly At[], width: number, height: number): At[] {
  const [columns, rows] = [Math.floor(width / cell.width), Math.floor(height / cell.height)];
  const free = Array.from({ length: columns * rows }, (_, i) => ({
    x: (((i % columns) + 0.5) * width) / columns,
    y: ((Math.floor(i / columns) + 0.5) * height) / rows,
  }));
  return places.map((place) => {
    const distance = ({ x, y }: At): number => (x - place.x) ** 2 + (y - place.y) ** 2;
    const nearest = free.reduce((best, one) => (distance(one) < distance(best) ? one : best));
    free.splice(free.indexOf(nearest), 1);
    return nearest;
  });
}

/** An SVG, `mapWidth` pixels wide: a tile and a name for each place. `picture`: a PNG as a data URL. */
export function mapChartSvg({ title, subtitle, places }: MapChart, pictures: readonly (string | undefined)[]): string {
  const side = mapWidth - 2 * margin;
  const at = spread(places, side, planeHeight);
  const height = headHeight + planeHeight + margin;
  const tiles = places.map(({ name }, i) => {
    const x = margin + at[i].x;
    const top = headHeight + at[i].y - cell.height / 2;
    const frame = `x="${round(x - tile / 2)}" y="${round(top)}" width="${tile}" height="${tile}" rx="10"`;
    const picture = pictures[i];
    const drawn =
      picture === undefined
        ? `<rect ${frame} fill="${colours.none}"/>${text(initial(name), x, top + tile / 2 + 14, 40, colours.paper, 700)}`
        : `<clipPath id="c${i}"><rect ${frame}/></clipPath><image ${frame} href="${picture}" clip-path="url(#c${i})" preserveAspectRatio="xMidYMid slice"/>`;
    return `${drawn}<rect ${frame} fill="none" stroke="${colours.line}" stroke-width="2"/>${text(fitted(name, cell.width - 4, label), x, top + tile + 20, label, colours.ink, 400)}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${mapWidth}" height="${height}" viewBox="0 0 ${mapWidth} ${height}">
<rect width="100%" height="100%" fill="${colours.paper}"/>
${text(title, margin, 38, 24, colours.ink, 700, 'start')}
${text(subtitle, margin, 66, label, colours.grey, 400, 'start')}
${tiles.join('\n')}
</svg>`;
}

function text(words: string, x: number, y: number, size: number, fill: string, weight: number, anchor = 'middle') {
  return `<text x="${round(x)}" y="${round(y)}" font-family="${fontFamilyOf(words)}" font-size="${size}" font-weight="${weight}" fill="${fill}" text-anchor="${anchor}" stroke="${colours.paper}" stroke-width="${anchor === 'middle' && weight === 400 ? 4 : 0}" paint-order="stroke">${escaped(words)}</text>`;
}

function initial(name: string): string {
  return (Array.from(name).at(0) ?? '').toUpperCase();
}

function round(value: number): string {
  return value.toFixed(1);
}

function escaped(words: string): string {
  return escapeXml(words.replaceAll(/[\p{Cc}\p{Surrogate}\p{Cn}\s]+/gu, ' '));
}
