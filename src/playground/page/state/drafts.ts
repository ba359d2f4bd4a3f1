import { createStore, del, entries, set } from 'idb-keyval';
import type { UseStore } from 'idb-keyval';
import type { Leaf } from '../composer/commands.js';
import type { Pills } from '../composer/optionValues.js';
import { browserStorage } from './browserStorage.js';

/** A command that is half filled in. */
export interface CommandDraft {
  /** As it was when it was begun: the bot's commands come later than the draft. */
  readonly leaf: Leaf;
  readonly pills: Pills;
  /** Names of the options that are shown, in their order. */
  readonly shown: readonly string[];
}

/** What a member has not sent yet in a channel. */
interface Draft {
  readonly text: string;
  readonly files: readonly File[];
  readonly command: CommandDraft | null;
}

/** Drafts by channel and member. They outlive the page: words in the local storage, files in an IndexedDB. */
export interface Drafts {
  readonly of: (key: string) => Draft;
  readonly save: (key: string, change: Partial<Draft>) => void;
}

interface StoredFiles {
  readonly message: readonly File[];
  /** By the option that they are for. */
  readonly options: Readonly<Record<string, File>>;
}

const none: Draft = { text: '', files: [], command: null };

export function draftKey(memberId: string, channelId: string): string {
  return `${memberId}.${channelId}`;
}

/** Reads the stored drafts. Where the browser stores nothing, drafts last until the page is closed. */
export async function openDrafts(): Promise<Drafts> {
  const drafts = new Map<string, Draft>();
  const files = createStore('aesthete', 'drafts');
  const filesOf = new Map(await storedFiles(files));
  const read = (key: string): Draft => {
    // Only this module writes it.
    const words = (browserStorage.draft(key) as Pick<Draft, 'text' | 'command'> | null) ?? none;
    const { message = [], options = {} } = filesOf.get(key) ?? {};
    const { command } = words;
    const pills = Object.entries(options).map(([name, file]) => [name, { text: file.name, file }] as const);
    return {
      text: words.text,
      files: message,
      command: command && { ...command, pills: { ...command.pills, ...Object.fromEntries(pills) } },
    };
  };
  const of = (key: string): Draft => {
    const draft = drafts.get(key) ?? read(key);
    drafts.set(key, draft);
    return draft;
  };
  return {
    of,
    save: (key, change) => {
      const before = of(key);
      const draft = { ...before, ...change };
      drafts.set(key, draft);
      // Files are no JSON: of them only the others' words are left.
      browserStorage.saveDraft(key, isEmpty(draft) ? null : { text: draft.text, command: draft.command });
      if (draft.files === before.files && draft.command === before.command) return;
      const options = filesIn(draft.command);
      const hasFiles = draft.files.length > 0 || Object.keys(options).length > 0;
      const storing = hasFiles ? set(key, { message: draft.files, options }, files) : del(key, files);
      storing.catch(() => undefined);
    },
  };
}

async function storedFiles(store: UseStore): Promise<[string, StoredFiles][]> {
  try {
    return await entries<string, StoredFiles>(store);
  } catch {
    return [];
  }
}

function isEmpty({ text, command }: Draft): boolean {
  return text === '' && command === null;
}

function filesIn(command: CommandDraft | null): Record<string, File> {
  const found = Object.entries(command?.pills ?? {}).flatMap(([name, pill]) =>
    pill?.file ? [[name, pill.file] as const] : [],
  );
  return Object.fromEntries(found);
}
