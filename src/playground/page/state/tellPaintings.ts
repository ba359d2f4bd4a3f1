import { effect } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { pageTexts } from '../i18n/index.js';
import { update } from './pageState.js';
import type { PageState } from './pageState.js';
import { newlyPainted, titleOf } from './paintings.js';

/** Keeps the title, and tells of paintings that are done while the page is hidden, if the member said so. */
export function tellPaintings(store: Signal<PageState>): void {
  let before = store.peek();
  effect(() => {
    const state = store.value;
    document.title = titleOf(state);
    const done = newlyPainted(before, state);
    before = state;
    if (state.isVisible || done.length === 0) return;
    update(store, (now) => ({ ...now, unseenPaintings: now.unseenPaintings + done.length }));
    if (!('Notification' in globalThis) || Notification.permission !== 'granted') return;
    const { title, body } = pageTexts[state.locale].painted;
    new Notification(title, { body, tag: 'aesthete-painted', icon: '/page/icon.svg' }).onclick = () => {
      focus();
    };
  });
}
