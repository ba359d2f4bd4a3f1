import { isClientLocale } from '../../rules/locales.js';
import type { ClientLocale } from '../../rules/locales.js';

/**
 * What is stored in the browser: member and channel, by tab and as the default of new tabs; the theme, the tour and each member's
 * language.
 */
const read = (storage: Storage, key: string): string | null => {
  try {
    return storage.getItem(`aesthete.${key}`);
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
  theme: (): Theme => {
    const kept = read(localStorage, 'theme');
    return kept === 'light' || kept === 'dark' ? kept : 'system';
  },
  saveTheme: (theme: Theme) => {
    write(localStorage, 'theme', theme);
  },
};
