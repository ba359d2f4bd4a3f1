import { createStore, del, entries, set } from 'idb-keyval';
import type { UseStore } from 'idb-keyval';
import { fieldsIn } from '../../rules/modalFields.js';
import type { PageModal } from '../../site/protocol.js';
import type { Leaf } from '../composer/commands.js';
import type { Pills } from '../composer/optionValues.js';
import { isFiles } from '../view/modal/formValues.js';
import type { FormValues } from '../view/modal/formValues.js';
import { browserStorage } from './browserStorage.js';

/** A command that is half filled in. */
export interface CommandDraft {
  /** As it was when it was begun: the bot's commands come later than the draft. */
  readonly leaf: Leaf;
  readonly pills: Pills;
  /** Names of the options that are shown, in their order. */
  readonly shown: readonly string[];
}

/** A form of the bot that is half filled in. */
interface FormDraft {
  readonly form: PageModal;
  readonly values: FormValues;
  /** Whether it opens with the channel; if not, its values wait until the bot opens the form again. */
  readonly isOpen: boolean;
}

/** What a member has not sent yet in a channel. */
interface Draft {
  readonly text: string;
  readonly files: readonly File[];
  readonly command: CommandDraft | null;
  readonly forms: readonly FormDraft[];
}

/** Drafts by channel and member. They outlive the page: words in the local storage, files in an IndexedDB. */
export interface Drafts {
  readonly of: (key: string) => Draft;
  readonly save: (key: string, change: Partial<Draft>) => void;
  /** In the place of what is kept of the same form. */
  readonly saveForm: (key: string, draft: FormDraft) => void;
  readonly forgetForm: (key: string, form: PageModal) => void;
}

interface StoredFiles {
  readonly message: readonly File[];
  /** By the option that they are for. */
  readonly options: Readonly<Record<string, File>>;
  /** By the form's name and the field. */
  readonly forms?: Readonly<Record<string, FormFiles>>;
}

type FormFiles = Readonly<Record<string, readonly File[]>>;

const none: Draft = { text: '', files: [], command: null, forms: [] };

/** What a form is recognised by when the bot opens it again. */
export function formName({ title, components }: PageModal): string {
  return JSON.stringify([title, ...components.flatMap(fieldsIn).map(({ id, component }) => [id, component.type])]);
}

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
    const words = (browserStorage.draft(key) as Partial<Draft> | null) ?? none;
    const { message = [], options = {}, forms = {} } = filesOf.get(key) ?? {};
    const { text = '', command = null, forms: kept = [] } = words;
    const pills = Object.entries(options).map(([name, file]) => [name, { text: file.name, file }] as const);
    return {
      text,
      files: message,
      command: command && { ...command, pills: { ...command.pills, ...Object.fromEntries(pills) } },
      forms: kept.map((one) => ({ ...one, values: { ...one.values, ...forms[formName(one.form)] } })),
    };
  };
  const of = (key: string): Draft => {
    const draft = drafts.get(key) ?? read(key);
    drafts.set(key, draft);
    return draft;
  };
  const save = (key: string, change: Partial<Draft>): void => {
    const before = of(key);
    const draft = { ...before, ...change };
    drafts.set(key, draft);
    const { text, command } = draft;
    // Files are no JSON: of a command's only the names are left, of a form's nothing.
    const forms = draft.forms.map((one) => ({ ...one, values: withoutFiles(one.values) }));
    browserStorage.saveDraft(key, isEmpty(draft) ? null : { text, command, forms });
    if (draft.files === before.files && command === before.command && draft.forms === before.forms) return;
    const kept = { message: draft.files, options: filesIn(command), forms: filesOfForms(draft.forms) };
    const hasFiles = [kept.message, kept.options, kept.forms].some((one) => Object.keys(one).length > 0);
    const storing = hasFiles ? set(key, kept, files) : del(key, files);
    storing.catch(() => undefined);
  };
  const formsBut = (key: string, form: PageModal): FormDraft[] =>
    of(key).forms.filter((one) => formName(one.form) !== formName(form));
  return {
    of,
    save,
    saveForm: (key, draft) => {
      save(key, { forms: [...formsBut(key, draft.form), draft] });
    },
    forgetForm: (key, form) => {
      save(key, { forms: formsBut(key, form) });
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

function isEmpty({ text, command, forms }: Draft): boolean {
  return text === '' && command === null && forms.length === 0;
}

function filesIn(command: CommandDraft | null): Record<string, File> {
  const found = Object.entries(command?.pills ?? {}).flatMap(([name, pill]) =>
    pill?.file ? [[name, pill.file] as const] : [],
  );
  return Object.fromEntries(found);
}

function withoutFiles(values: FormValues): FormValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => !isFiles(value)));
}

function filesOfForms(forms: readonly FormDraft[]): Record<string, FormFiles> {
  const found = forms.flatMap(({ form, values }) => {
    const files = Object.entries(values).flatMap(([id, value]) => (isFiles(value) ? [[id, value] as const] : []));
    return files.length === 0 ? [] : [[formName(form), Object.fromEntries(files)] as const];
  });
  return Object.fromEntries(found);
}
