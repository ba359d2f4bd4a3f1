import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { PageTexts } from '../i18n/index.js';
import type { Drafts } from './drafts.js';
import type { Actions } from './pageActions.js';
import type { PageState } from './pageState.js';

/** What every view can access: the state, the actions, the drafts, and the texts in the member's language. */
export interface Page {
  readonly state: PageState;
  readonly actions: Actions;
  readonly drafts: Drafts;
  readonly texts: PageTexts;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('a view outside the page');
  return page;
}
