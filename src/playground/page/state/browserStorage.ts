import { isClientLocale } from '../../rules/locales.js';
import type { ClientLocale } from '../../rules/locales.js';

/**
 * What is stored in the browser: member and channel, by tab and as the default of new tabs; the theme, the tour, each member's
 * language, what they have read, and what they have not sent yet.
 */
const read = (storage: Storage, key: string): string | null => {
  try {
    return storage.getItem(`aesthete.${key}`);
  } catch {
    return null;
  }
};
/** JSON that this page wrote; null where there is none. */
const readJson = (key: string): unknown => {
  try {
    return JSON.parse(read(localStorage, key) ?? 'null');
  } catch {
    return null;
  }
};
const write = (storage: Storage, key: string, value: string): void => {
  try {
    storage.setItem(`aesthete.${key}`, value);
  } catch {
    // Storage is disabled: the setting lasts until the page is closed.
  }
};

const remove = (storage: Storage, key: string): void => {
  try {
    storage.removeItem(`aesthete.${key}`);
  } catch {
    // Nothing is stored.
  }
};

export type Theme = 'light' | 'dark' | 'system';

export const browserStorage = {
  member: () => read(sessionStorage, 'member') ?? read(localStorage, 'member'),
  saveMember: (id: string) => {
    write(sessionStorage, 'member', id);
    write(localStorage, 'member', id);
  },
  channel: () => read(sessionStorage, 'channel') ?? read(localStorage, 'channel'),
  saveChannel: (id: string) => {
    write(sessionStorage, 'channel', id);
    write(localStorage, 'channel', id);
  },
  tour: () => read(localStorage, 'tour') !== 'closed',
  saveTour: (open: boolean) => {
    write(localStorage, 'tour', open ? 'open' : 'closed');
  },
  locale: (memberId: string | null): ClientLocale => {
    const kept = memberId === null ? null : read(localStorage, `locale.${memberId}`);
    return isClientLocale(kept) ? kept : 'en-US';
  },
  saveLocale: (memberId: string, locale: ClientLocale) => {
    write(localStorage, `locale.${memberId}`, locale);
  },
  /** The newest message that a member has read, by channel. */
  lastRead: (memberId: string): Readonly<Record<string, string>> =>
    (readJson(`read.${memberId}`) as Record<string, string> | null) ?? {},
  saveLastRead: (memberId: string, lastRead: Readonly<Record<string, string>>) => {
    // Another tab of the member may have read further.
    const stored = browserStorage.lastRead(memberId);
    const newer = Object.entries(lastRead).filter(([id, message]) => BigInt(message) > BigInt(stored[id] ?? 0));
    if (newer.length > 0)
      write(localStorage, `read.${memberId}`, JSON.stringify({ ...stored, ...Object.fromEntries(newer) }));
  },
  draft: (key: string): unknown => readJson(`draft.${key}`),
  /** `null` forgets it. */
  saveDraft: (key: string, draft: object | null) => {
    if (draft) write(localStorage, `draft.${key}`, JSON.stringify(draft));
    else remove(localStorage, `draft.${key}`);
  },
  wasAskedToNotify: () => read(localStorage, 'notify') === 'asked',
  saveAskedToNotify: () => {
    write(localStorage, 'notify', 'asked');
  },
  theme: (): Theme => {
    const kept = read(localStorage, 'theme');
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  },
  saveTheme: (theme: Theme) => {
    write(localStorage, 'theme', theme);
  },
};
