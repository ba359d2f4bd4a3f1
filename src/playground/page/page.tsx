import { render } from 'preact';
import { createActions } from './state/actions.js';
import { memory } from './state/memory.js';
import { initialState } from './state/state.js';
import { createStore } from './state/store.js';
import { App } from './view/App.js';
import { applyTheme } from './view/theme.js';

applyTheme(memory.theme());
const store = createStore({ ...initialState, channelId: memory.channel(), tourOpen: memory.tour() });
const actions = createActions(store);
render(<App store={store} actions={actions} />, document.getElementById('page')!);
