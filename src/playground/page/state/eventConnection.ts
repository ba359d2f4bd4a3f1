import type { Signal } from '@preact/signals';
import type { Events } from '../../site/protocol.js';
import { browserStorage } from './browserStorage.js';
import type { PageState } from './pageState.js';
import { afterHello, markRead, update, withDirectory, withMessages, withoutMessages } from './pageState.js';

const retryMs = 1_000;
/** The server says something at least every 15 seconds. */
const silenceMs = 40_000;

type On = { readonly [N in keyof Events]: (data: Events[N]) => (state: PageState) => PageState };

const on: On = {
  hello: (hello) => (state) => {
    const { me } = hello.directory;
    const lastRead = state.directory?.me.id === me.id ? state.lastRead : browserStorage.lastRead(me.id);
    return markRead(afterHello({ ...state, lastRead }, hello));
  },
  messages: (changed) => (state) => withMessages(state, changed),
  deleted: (ids) => (state) => withoutMessages(state, ids),
  directory: (directory) => (state) => withDirectory(state, directory),
  bot:
    ({ connected }) =>
    (state) => ({ ...state, botConnected: connected }),
};

/** Receives a member's events, and resumes after a lost connection. */
export function connect(store: Signal<PageState>, as: () => string | null): { restart: () => void } {
  let source: EventSource | undefined;
  let last = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  const open = (): void => {
    clearTimeout(timer);
    source?.close();
    const query = new URLSearchParams({ since: last });
    const member = as();
    if (member !== null) query.set('as', member);
    const mine = (source = new EventSource(`/page/events?${query.toString()}`));
    for (const name of Object.keys(on) as (keyof Events)[]) {
      mine.addEventListener(name, (event: MessageEvent<string>) => {
        last = event.lastEventId;
        apply(name, event.data);
        listen();
      });
    }
    // Browsers reconnect by themselves in some cases only, so this always does.
    mine.onerror = () => {
      mine.close();
      update(store, (state) => (state.online ? { ...state, online: false } : state));
      clearTimeout(timer);
      timer = setTimeout(open, retryMs);
    };
    listen();
  };
  const listen = (): void => {
    clearTimeout(timer);
    timer = setTimeout(open, silenceMs);
  };
  // The name determines the type of the data.
  const apply = (name: keyof Events, data: string): void => {
    const change = on[name] as (data: unknown) => (state: PageState) => PageState;
    update(store, change(JSON.parse(data)));
  };

  open();
  return {
    restart: () => {
      last = '';
      open();
    },
  };
}
