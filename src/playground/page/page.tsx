import { render } from 'preact';
import { createActions } from './state/actions.js';
import { browserStorage } from './state/browserStorage.js';
import { initialState } from './state/pageState.js';
import { createStore } from './state/store.js';
import { App } from './view/App.js';
import { applyTheme } from './view/theme.js';

applyTheme(browserStorage.theme());
const store = createStore({
  ...initialState,
  locale: browserStorage.locale(browserStorage.member()),
  channelId: browserStorage.channel(),
  tourOpen: browserStorage.tour(),
});
const actions = createActions(store);
render(<App store={store} actions={actions} />, document.getElementById('page')!);
