import { shortDecimal, whole } from '../i18n/decimal.js';
import type { Texts } from '../i18n/index.js';
import type { EndedCounts, ServerStatus, WorkerStatus } from '../types.js';
import { escape, short } from './markdown.js';
import { about } from './time.js';
import { textView } from './view.js';
import type { View } from './view.js';

/** Ten lines of workers fit into a message beside all else. */
const mostShown = 10;
/** Of one worker. */
const mostPacks = 4;
const packLength = 24;
const ends = [
  'painted',
  'made',
  'cancelled',
  'user',
  'operator',
  'crash',
  'bug',
] as const satisfies readonly (keyof EndedCounts)[];

/** How the installation is. `latencyMs`: of the connection to Discord; absent until it is known. */
export function statusView(
  texts: Texts,
  { version, startedAt, parts, work }: ServerStatus,
  { latencyMs }: { readonly latencyMs?: number },
): View {
  const { answers, locale } = texts;
  const t = answers.status;
  const line = (name: string, value: string): string => `**${name}**: ${value}`;
  const lines = [
    `## ${t.title}`,
    // In the reader's language and time, by Discord's client.
    line(t.version, `${escape(version)} · ${t.running(`<t:${Math.floor(startedAt / 1000)}:R>`)}`),
    line(t.discord, latencyMs === undefined ? t.connected : `${t.connected} · ${whole(locale, latencyMs)} ms`),
    ...parts.map(({ name, isWell }) => line(t.parts[name], isWell ? t.well : t.silent)),
  ];
  if (!work) return textView(lines.join('\n'), t.noDatabase);
  const { workers, waiting, painting, seconds, ended } = work;
  const more = workers.length - mostShown;
  const counted = ends.flatMap((end) => {
    const count = ended[end] ?? 0;
    return count === 0 ? [] : [`${t.ends[end]}: ${count}`];
  });
  return textView(
    lines.join('\n'),
    [
      line(t.workers, workers.length === 0 ? t.noWorker : String(workers.length)),
      ...workers.slice(0, mostShown).map((worker) => `- ${workerLine(texts, worker)}`),
      ...(more > 0 ? [answers.andMore(more)] : []),
    ].join('\n'),
    [
      line(t.waiting, t.counts(waiting.here, waiting.elsewhere)),
      line(t.painting, t.counts(painting.here, painting.elsewhere)),
      line(t.next, seconds === undefined ? t.nextUnknown : about(texts, seconds)),
      line(t.lastHour, counted.length === 0 ? t.nothing : counted.join(' · ')),
    ].join('\n'),
  );
}

function workerLine(
  { answers: { status: t }, locale }: Texts,
  { device, slots, packs, msPerCost }: WorkerStatus,
): string {
  const shown = packs.slice(0, mostPacks).map((name) => escape(short(name, packLength)));
  return [
    escape(device),
    slots === 0 ? t.loading : t.slots(slots),
    [...shown, ...(packs.length > mostPacks ? ['…'] : [])].join(', '),
    msPerCost === undefined ? t.unmeasured : t.step(shortDecimal(locale, msPerCost / 1000)),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}
