import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Actions } from './actions.js';
import type { PageState } from './pageState.js';

/** What every view can access: the state and the actions. */
export interface Page {
  readonly state: PageState;
  readonly actions: Actions;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error('a view outside the page');
  return page;
}
