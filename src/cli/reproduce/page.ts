import { escapeXml as text } from '../../text/escapeXml.js';
import { chartColours } from './charts.js';
import type { Reached, TableRow } from './measure.js';

/** One look of the page, with its tables and charts. */
export interface PageTrial {
  readonly title: string;
  readonly rows: readonly TableRow[];
  readonly reached: readonly Reached[];
  /** SVG. */
  readonly differences: readonly string[];
  /** SVG. */
  readonly distributions: readonly string[];
}

export interface Page {
  readonly title: string;
  readonly about: string;
  /** What a reader has to know beside the numbers; plain text. */
  readonly notes: readonly string[];
  readonly settings: readonly (readonly [string, string])[];
  readonly trials: readonly PageTrial[];
  /** Files beside the page. */
  readonly grids: readonly { readonly file: string; readonly title: string }[];
  readonly csvs: readonly { readonly file: string; readonly has: string }[];
  /** Plain text. */
  readonly sources: readonly string[];
}

/** The page: HTML that needs nothing but the pictures beside it. */
export function pageHtml(page: Page): string {
  const { title, about, notes, settings, trials, grids, csvs, sources } = page;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${text(title)}</title>
<style>${chartColours}${style}</style>
</head>
<body>
<main>
<h1>${text(title)}</h1>
<p>${text(about)}</p>
${notes.map((note) => `<p class="note">${text(note)}</p>`).join('\n')}
${trials.map((trial) => trialHtml(trial, trials.length === 1)).join('\n')}
<h2>Pictures</h2>
${grids.map(({ file, title: of }) => `<figure><a href="${text(file)}"><img src="${text(file)}" alt="${text(of)}" loading="lazy"></a></figure>`).join('\n')}
<h2>Settings</h2>
<dl>${settings.map(([name, value]) => `<dt>${text(name)}</dt><dd>${text(value)}</dd>`).join('')}</dl>
<h2>Files</h2>
<p>Every number of this page in full, and of every picture:</p>
<ul>${csvs.map(({ file, has }) => `<li><a href="${text(file)}">${text(file)}</a>: ${text(has)}</li>`).join('')}</ul>
<h2>Sources</h2>
<ul>${sources.map((source) => `<li>${text(source)}</li>`).join('')}</ul>
</main>
</body>
</html>
`;
}

function trialHtml({ title, rows, reached, differences, distributions }: PageTrial, open: boolean): string {
  const scores = [...new Set(rows.map(({ score }) => score))];
  const tables = scores.map((score) =>
    table(
      score.title,
      ['', 'mean ± sd', 'difference from plain'],
      rows
        .filter((row) => row.score === score)
        .map(({ condition, mean, sd, difference, interval }) => {
          const change = difference === undefined ? '' : signed(difference);
          const range = interval ? ` [${signed(interval.low)}, ${signed(interval.high)}]` : '';
          return [condition, `${fixed(mean)}${Number.isNaN(sd) ? '' : ` ± ${fixed(sd)}`}`, change + range];
        }),
    ),
  );
  const steps = table(
    'cosine of the text embedding to its target',
    ['', 'before', 'after', 'gradient steps'],
    reached.map(({ condition, before, after, steps: taken }) => [
      condition,
      fixed(before),
      fixed(after),
      taken.toFixed(1),
    ]),
  );
  return `<h2>${text(title)}</h2>
${tables.join('\n')}
${differences.map((svg) => `<figure class="chart">${svg}</figure>`).join('\n')}
<details${open ? ' open' : ''}><summary>Distributions</summary>
<div class="charts">${distributions.map((svg) => `<figure class="chart">${svg}</figure>`).join('\n')}</div></details>
${steps}`;
}

function table(caption: string, head: readonly string[], rows: readonly (readonly string[])[]): string {
  const body = rows.map(
    ([first, ...cells]) => `<tr><th>${text(first)}</th>${cells.map((one) => `<td>${text(one)}</td>`).join('')}</tr>`,
  );
  const top = head.map((one) => `<th>${text(one)}</th>`).join('');
  return `<div class="wide"><table><caption>${text(caption)}</caption><thead><tr>${top}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
}

const fixed = (value: number): string => `${value < 0 ? '−' : ''}${Math.abs(value).toFixed(3)}`;
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;

const style = `
:root{color-scheme:light dark;--sheet:#f0f0ea}
@media(prefers-color-scheme:dark){:root{--sheet:#22222a}}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 Inter,system-ui,sans-serif}
main{max-width:54rem;margin:0 auto;padding:1rem;overflow-wrap:anywhere}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.2rem;margin-top:2.2rem}
a{color:var(--accent)}
.note{background:var(--sheet);border-left:4px solid var(--accent);padding:.5rem .8rem;border-radius:4px}
.wide{overflow-x:auto;margin:1rem 0}
table{border-collapse:collapse;width:100%;font-size:.85rem;font-variant-numeric:tabular-nums;white-space:nowrap}
caption{text-align:left;font-weight:600;padding:.3rem;white-space:normal}
th,td{text-align:left;padding:.3rem;border-bottom:1px solid var(--line)}
thead th{color:var(--grey);font-weight:400}
@media(max-width:480px){table{font-size:.8rem}th,td{padding:.3rem .15rem}}
dl{display:grid;grid-template-columns:minmax(0,2fr) minmax(0,3fr);gap:.3rem .8rem;font-size:.9rem}dt{color:var(--grey)}dd{margin:0}
figure{margin:1rem 0}figure img{width:100%;height:auto;border-radius:6px}
.chart svg{width:100%;height:auto;max-width:36rem}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:0 1rem}
summary{cursor:pointer;color:var(--grey)}`;
