import type { MapChart } from '../charts/index.js';
import type { Texts } from '../i18n/index.js';
import type { AestheticMap } from '../types.js';
import { small } from './markdown.js';
import { gallery, paragraph } from './view.js';
import type { View } from './view.js';

const file = 'map.png';

export function mapChart({ gallery: t }: Texts, { places }: AestheticMap): MapChart {
  return { title: t.mapTitle, subtitle: t.mapSubtitle, places };
}

/** The picture, with what it says in words: which are nearest to each other. */
export function mapView({ gallery: t }: Texts, { places, shown, left }: AestheticMap, picture: Uint8Array): View {
  const pairs = places.map(({ name }, i) => ({ name, near: nearest(places, i) }));
  const hints = [t.mapHint(Math.round(shown * 100)), ...(left > 0 ? [t.mapLeft(places.length, left)] : [])];
  return {
    components: [
      gallery([{ file, alt: t.mapAlt(pairs.map(({ name, near }) => t.mapNear(name, near))) }]),
      paragraph(hints.map(small).join('\n')),
    ],
    files: [{ name: file, bytes: picture }],
  };
}

function nearest(places: AestheticMap['places'], i: number): string {
  const distance = (j: number): number => Math.hypot(places[i].x - places[j].x, places[i].y - places[j].y);
  const others = places.map((_, j) => j).filter((j) => j !== i);
  return places[others.reduce((best, j) => (distance(j) < distance(best) ? j : best))].name;
}
