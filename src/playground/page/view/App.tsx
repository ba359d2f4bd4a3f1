import type { Signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { pageTexts } from '../i18n/index.js';
import type { Drafts } from '../state/drafts.js';
import { isDragging } from '../state/fileDrop.js';
import type { Actions } from '../state/pageActions.js';
import { PageContext } from '../state/pageContext.js';
import type { PageState } from '../state/pageState.js';
import { Tour } from '../tour/Tour.js';
import { Channel } from './Channel.js';
import { Lightbox } from './Lightbox.js';
import { Shortcuts } from './Shortcuts.js';
import { Sidebar } from './Sidebar.js';
import { Modal } from './modal/Modal.js';

interface Props {
  readonly store: Signal<PageState>;
  readonly actions: Actions;
  readonly drafts: Drafts;
}

/** The whole page. */
export function App({ store, actions, drafts }: Props) {
  const state = store.value;
  const texts = pageTexts[state.locale];
  useEffect(() => {
    document.documentElement.lang = state.locale;
  }, [state.locale]);
  if (!state.directory) {
    return (
      <main class="opening">
        <p role="status">{state.online ? texts.app.opening : texts.app.connecting}</p>
      </main>
    );
  }
  return (
    <PageContext.Provider value={{ state, actions, drafts, texts }}>
      <a class="skip" href="#composer">
        {texts.app.skip}
      </a>
      <div class={`layout${state.tourOpen ? ' with-tour' : ''}`}>
        <Sidebar />
        <Channel />
        {state.tourOpen && <Tour />}
      </div>
      {isDragging.value && <p class="drop-hint">{texts.files.drop}</p>}
      {state.modal && <Modal key={state.modal.interaction} modal={state.modal} />}
      <Shortcuts />
      {state.lightbox && <Lightbox {...state.lightbox} />}
      {state.toast !== null && <p class="toast">{state.toast}</p>}
      <p class="visually-hidden" role="status" aria-live="polite">
        {state.liveText}
      </p>
    </PageContext.Provider>
  );
}
