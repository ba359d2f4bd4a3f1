import type { FamilyTreeChart } from './familyTree.js';

/** Values with their intervals, best first, as a picture. All words are plain text. */
export interface IntervalChart {
  readonly title: string;
  readonly subtitle: string;
  /** What the axis measures. */
  readonly axis: string;
  /** Behind the numbers of the axis, such as ` %`. */
  readonly suffix: string;
  /** Ends of the axis; absent: as wide as the intervals. */
  readonly range?: { readonly min: number; readonly max: number; readonly interval: number };
  /** A line at 0, which tells better from worse. */
  readonly zero: boolean;
  readonly rows: readonly ChartRow[];
}

interface ChartRow {
  readonly label: string;
  /** In the units of the axis. */
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** The value in words, at the right. */
  readonly said: string;
}

/** Aesthetics on a plane, near ones alike. All words are plain text. */
export interface MapChart {
  readonly title: string;
  readonly subtitle: string;
  /** x and y from −1 to 1; y upwards. `picture`: WebP, JPEG or PNG. */
  readonly places: readonly {
    readonly name: string;
    readonly x: number;
    readonly y: number;
    readonly picture?: Uint8Array;
  }[];
}

/** What can be drawn; the kinds are told apart by what they have. */
export type Chart = IntervalChart | MapChart | FamilyTreeChart;
