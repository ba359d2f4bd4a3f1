import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

/** Columns that hold a member's id, and which files of an export tell of their rows; or why none does. */
const ofMembers: Readonly<Record<string, string>> = {
  'aesthetic.creator_id': 'aesthetics/',
  'aesthetic.owner_id': 'aesthetics/',
  'aesthetic_image.giver_id': 'images/',
  'aesthetic_version_source.giver_id': 'member.json',
  'generation.member_id': 'requests/',
  'duel.creator_id': 'requests/',
  'aesthetic_vote.member_id': 'votes-on-aesthetics',
  'picture_vote.member_id': 'votes-on-pictures',
  'choice.member_id': 'choices',
  'member_taste.member_id': 'member.json',
  'member_block.member_id': 'member.json',
  'member_warning.member_id': 'member.json',
  'report.reporter_id': 'member.json',
  'audit_entry.actor_id': 'member.json',
  'audit_entry.member_id': 'member.json',
  'contest.creator_id': 'member.json',
  // How others voted is theirs; the picture itself is in requests/.
  'picture_vote.asker_id': '',
  'picture_tally.asker_id': '',
};

/** Ids of Discord and of models that are no member's. */
const ofNobody =
  /^(guild|channel|parent_channel|thread|message|attachment|application|role|report_channel|showcase_channel|clip|second_clip|content)_id$/;

/** `table.column` of every text column of prisma/schema.prisma whose name ends in `_id`. */
async function idColumns(): Promise<string[]> {
  const schema = await readFile('prisma/schema.prisma', 'utf8');
  return schema.split(/^model /m).flatMap((model) => {
    const table = /@@map\("(\w+)"\)/.exec(model)?.[1] ?? '';
    const columns = [...model.matchAll(/^ +\w+ +String\??.*@map\("(\w+_id)"\)(.*)$/gm)];
    return columns.filter(([, , rest]) => !rest.includes('@db.Uuid')).map(([, column]) => `${table}.${column}`);
  });
}

test('every column with a member’s id is in an export, or it is said why not', async () => {
  const columns = await idColumns();
  expect(columns.length).toBeGreaterThan(30);
  const members = columns.filter((name) => !ofNobody.test(name.split('.')[1]));
  expect(members.sort()).toEqual(Object.keys(ofMembers).sort());
  const exporter = await readFile('src/bot/repositories/privacy/exportEntries.ts', 'utf8');
  for (const folder of Object.values(ofMembers)) expect(exporter).toContain(folder);
});

test('docs/PRIVACY.md promises of a copy what an export has, and not more', async () => {
  const policy = (await readFile('docs/PRIVACY.md', 'utf8')).replaceAll(/\s+/g, ' ');
  const copy = /\*\*A copy:\*\* (.*?) - \*\*/.exec(policy)?.[1] ?? '';
  for (const part of [
    'aesthetics',
    'images you gave',
    'requests',
    'votes',
    'choices',
    'taste',
    'reports',
    'warnings',
    'contests',
  ])
    expect(copy).toContain(part);
  expect(copy).not.toContain('everything');
});
