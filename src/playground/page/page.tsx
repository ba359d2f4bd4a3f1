import { signal } from '@preact/signals';
import { render } from 'preact';
import { createActions } from './state/actions.js';
import { browserStorage } from './state/browserStorage.js';
import { openDrafts } from './state/drafts.js';
import { watchFileDrops } from './state/fileDrop.js';
import { currentAddress } from './state/navigation.js';
import { initialState } from './state/pageState.js';
import type { PageState } from './state/pageState.js';
import { tellPaintings } from './state/tellPaintings.js';
import { App } from './view/App.js';
import { applyTheme } from './view/theme.js';

applyTheme(browserStorage.theme());
watchFileDrops();
const address = currentAddress();
const store = signal<PageState>({
  ...initialState,
  locale: browserStorage.locale(browserStorage.member()),
  channelId: address?.channelId ?? browserStorage.channel(),
  target: address?.messageId ?? null,
  tourOpen: browserStorage.tour(),
});
const actions = createActions(store);
tellPaintings(store);
render(<App store={store} actions={actions} drafts={await openDrafts()} />, document.getElementById('page')!);
