import { exportEntries } from '../../../src/bot/repositories/index.js';
import type { Store } from '../../../src/bot/repositories/index.js';

/** A member's export as one text: names of files, JSON, and other bytes as base64. */
export async function exportedText({ client }: Store, memberId: string): Promise<string> {
  const texts: string[] = [];
  for await (const { name, bytes } of exportEntries(client, memberId))
    texts.push(name, Buffer.from(bytes).toString(name.endsWith('.json') ? 'utf8' : 'base64'));
  return texts.join('\n');
}

/** What it has in a folder, of all pages. */
export async function exportedRows({ client }: Store, memberId: string, folder: string): Promise<object[]> {
  const rows: object[] = [];
  for await (const { name, bytes } of exportEntries(client, memberId))
    if (name.startsWith(`${folder}/`) && name.endsWith('.json'))
      rows.push(...(JSON.parse(Buffer.from(bytes).toString()) as object[]));
  return rows;
}
