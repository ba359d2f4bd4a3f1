import { describe, expect, test } from 'vitest';
import { locales, textsFor } from '../../../src/bot/i18n/index.js';
import { statusView } from '../../../src/bot/views/status.js';
import { english, statusExample } from './examples.js';
import { refusedBy, textOf } from './messages.js';

describe('the status', () => {
  test('says what works and what does not, what workers do, what waits, and how requests ended', () => {
    expect(textOf(statusView(english, statusExample, { latencyMs: 45.4 })).split('\n')).toEqual([
      '## Status of the bot',
      '**Version**: 1.2.3 · started <t:1700000000:R>',
      '**Discord**: connected · 45 ms',
      '**Postgres**: works',
      '**Redis**: does not answer',
      '**Workers**: 2',
      '- cuda · 1 request at a time · demo, sd15\\_lcm · 0.042 s per step',
      '- cpu · not ready yet · demo · not measured yet',
      '**Waiting**: 3 here, 5 in other servers',
      '**Being painted**: 0 here, 1 in other servers',
      '**A picture requested now**: about 3 min',
      '**In the last hour, in this server**: painted: 12 · refused, with the reason: 2 · failed, because of an error in the bot: 1',
    ]);
  });

  test('says that there is no worker, no estimate and nothing that ended', () => {
    const { seconds: _, ...work } = statusExample.work!;
    const text = textOf(statusView(english, { ...statusExample, work: { ...work, workers: [], ended: {} } }, {}));
    expect(text).toContain('**Discord**: connected\n');
    expect(text).toContain('**Workers**: none. Requests wait until one starts');
    expect(text).toContain('**A picture requested now**: no estimate is possible now');
    expect(text).toContain('**In the last hour, in this server**: no requests ended');
  });

  test('without a database says only what is known', () => {
    const { work: _, ...rest } = statusExample;
    const text = textOf(statusView(english, { ...rest, parts: [{ name: 'database', isWell: false }] }, {}));
    expect(text).toContain('**Database**: does not answer');
    expect(text).toContain('nothing is known about workers and requests');
    expect(text).not.toContain('Workers**');
  });

  test.each(locales)('of hundreds of workers with many packs is a message that Discord takes, in %s', (locale) => {
    const packs = Array.from({ length: 30 }, (_, i) => `${'_'.repeat(60)}${i}`);
    const workers = Array.from({ length: 300 }, () => ({ device: 'webgpu', slots: 1, packs, msPerCost: 1 / 3 }));
    const ended = { painted: 1e6, made: 1e6, cancelled: 1e6, user: 1e6, operator: 1e6, crash: 1e6, bug: 1e6 };
    const status = { ...statusExample, work: { ...statusExample.work!, workers, ended } };
    expect(refusedBy(statusView(textsFor(locale), status, { latencyMs: 1 }))).toEqual([]);
  });
});
