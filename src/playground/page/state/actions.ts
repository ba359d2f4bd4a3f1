import { effect } from '@preact/signals';
import type { Signal } from '@preact/signals';
import type { ClientAction, ActionResult } from '../../site/protocol.js';
import { pageTexts } from '../i18n/index.js';
import { browserStorage } from './browserStorage.js';
import { connect } from './eventConnection.js';
import { addressOf, currentAddress, pushAddress, watchAddress } from './navigation.js';
import type { Actions } from './pageActions.js';
import { messagesIn, olderIn, update, withChannel, withMessages, withVisibility } from './pageState.js';
import type { OlderState, PageState } from './pageState.js';
import { ActionError, fetchExamples, fetchCommands, fetchOlder, sendAction } from './requests.js';

type Doing = ClientAction extends infer D
  ? D extends ClientAction
    ? Omit<D, 'as' | 'channel' | 'locale'>
    : never
  : never;

/** How long it is said that something was copied. */
const toastMs = 2_500;

export function createActions(store: Signal<PageState>): Actions {
  const member = (): string | null => store.peek().directory?.me.id ?? browserStorage.member();
  let asked = browserStorage.member();
  const connection = connect(store, () => asked);
  const set = (change: Partial<PageState>): void => {
    update(store, (state) => ({ ...state, ...change }));
  };
  const notice = (text: string): void => {
    const { channelId, directory } = store.peek();
    if (channelId === null || !directory) return;
    const after = messagesIn(store.peek(), channelId).at(-1)?.id ?? null;
    const one = { id: crypto.randomUUID(), memberId: directory.me.id, channelId, text, after };
    update(store, (state) => ({ ...state, notices: [...state.notices, one], liveText: text }));
  };
  const notices = () => pageTexts[store.peek().locale].notices;
  const act = async (
    doing: Doing,
    files: readonly File[] = [],
    as = member(),
    channel = store.peek().channelId,
  ): Promise<ActionResult> => {
    const locale = as === member() ? store.peek().locale : browserStorage.locale(as);
    if (channel === null || as === null) throw new Error(notices().noChannel);
    const answer = await sendAction({ ...doing, as, channel, locale }, files, notices());
    if (answer.modal) set({ modal: { ...answer.modal, channelId: channel } });
    return answer;
  };
  const attempt = async (doing: Doing, files?: readonly File[], as?: string): Promise<boolean> => {
    try {
      await act(doing, files, as);
      return true;
    } catch (error) {
      const isSilent = error instanceof ActionError && error.code === 'noResponse';
      notice(isSilent ? pageTexts[store.peek().locale].message.noResponse : reason(error));
      return false;
    }
  };
  const whileBusy = async (key: string, doing: Doing, as?: string): Promise<void> => {
    update(store, (state) => ({ ...state, busy: [...state.busy, key] }));
    await attempt(doing, [], as);
    update(store, (state) => ({ ...state, busy: state.busy.filter((one) => one !== key) }));
  };
  refreshCommands(store, notice);
  effect(() => {
    const { directory, lastRead } = store.value;
    if (directory) browserStorage.saveLastRead(directory.me.id, lastRead);
  });
  effect(() => {
    const { channelId, toast } = store.value;
    // The first channel, or one in the place of one that is gone.
    if (channelId !== null) browserStorage.saveChannel(channelId);
    if (channelId !== null && currentAddress()?.channelId !== channelId)
      history.replaceState(null, '', addressOf(channelId));
    if (toast === null) return undefined;
    const timer = setTimeout(() => {
      set({ toast: null });
    }, toastMs);
    return () => {
      clearTimeout(timer);
    };
  });
  watchAddress(({ channelId, messageId }) => {
    update(store, (state) => ({ ...withChannel(state, channelId), target: messageId }));
  });
  document.addEventListener('visibilitychange', () => {
    update(store, (state) => withVisibility(state, document.visibilityState === 'visible'));
  });
  fetchExamples(notices()).then(
    (examples) => {
      set({ examples });
    },
    () => undefined,
  );

  return {
    openChannel: (channelId) => {
      if (channelId !== store.peek().channelId) pushAddress(addressOf(channelId));
      update(store, (state) => withChannel(state, channelId));
    },
    setTarget: (target) => {
      set({ target });
    },
    copy: async (text) => {
      try {
        await navigator.clipboard.writeText(text);
        const { copied } = pageTexts[store.peek().locale].message;
        set({ toast: copied, liveText: copied });
      } catch {
        notice(notices().notCopied);
      }
    },
    switchMember: (memberId) => {
      if (memberId === asked) return;
      browserStorage.saveMember(memberId);
      asked = memberId;
      set({ modal: null, lightbox: null, locale: browserStorage.locale(memberId) });
      connection.restart();
    },
    setLocale: (locale) => {
      const as = member();
      if (as === null) return;
      // The member too, so that the page opens in this language.
      browserStorage.saveMember(as);
      browserStorage.saveLocale(as, locale);
      set({ locale });
    },
    slash: (command, options, files) => attempt({ type: 'slash', command, options }, files),
    autocomplete: async (command, option, typed, options) =>
      (await act({ type: 'autocomplete', command, option, typed, options })).choices,
    press: (message, customId, as) =>
      whileBusy(`${message.id}/${customId}`, { type: 'press', message: message.id, customId }, as),
    choose: (message, customId, values) =>
      whileBusy(`${message.id}/${customId}`, { type: 'choose', message: message.id, customId, values }),
    context: async (message, command) => {
      await attempt({ type: 'context', message: message.id, command });
    },
    submit: async (values, files) => {
      const { modal } = store.peek();
      if (!modal) return undefined;
      try {
        // Another channel may have been opened while the bot took its time.
        const doing = { type: 'submit', interaction: modal.interaction, values } as const;
        await act(doing, files, member(), modal.channelId);
        update(store, (state) => (state.modal === modal ? { ...state, modal: null } : state));
        return undefined;
      } catch (error) {
        const code = error instanceof ActionError ? error.code : undefined;
        const { formGone, formKept } = pageTexts[store.peek().locale].notices;
        if (code === 'formGone') return { text: formGone, isGone: true };
        return { text: code === 'noResponse' ? formKept : reason(error), isGone: false };
      }
    },
    openModal: (modal) => {
      set({ modal });
    },
    post: (content, files, replyTo) => attempt({ type: 'post', content, replyTo }, files),
    edit: (id, content) => attempt({ type: 'edit', message: id, content }),
    setEditing: (editing) => {
      set({ editing });
    },
    setReplyTo: (draft, id) => {
      update(store, (state) => {
        const others = Object.entries(state.replyTo).filter(([key]) => key !== draft);
        return { ...state, replyTo: Object.fromEntries(id === null ? others : [...others, [draft, id]]) };
      });
    },
    remove: async (message) => {
      await attempt({ type: 'delete', message: message.id });
    },
    loadOlder: async (channelId) => {
      const as = member();
      const first = messagesIn(store.peek(), channelId)[0];
      if (as === null || !first || olderIn(store.peek(), channelId) === 'loading') return;
      const mark = (older: OlderState): void => {
        update(store, (state) => ({ ...state, older: { ...state.older, [channelId]: older } }));
      };
      mark('loading');
      try {
        const { messages, hasMore } = await fetchOlder(as, channelId, first.id, notices());
        if (member() === as) update(store, (state) => withMessages(state, messages));
        mark(hasMore ? 'more' : 'none');
      } catch {
        mark('failed');
      }
    },
    dismissNotice: (id) => {
      update(store, (state) => ({ ...state, notices: state.notices.filter((one) => one.id !== id) }));
    },
    closeModal: () => {
      set({ modal: null });
    },
    showPictures: (pictures, index) => {
      set({ lightbox: { pictures, index } });
    },
    closeLightbox: () => {
      set({ lightbox: null });
    },
    setDrawer: (drawer) => {
      set({ drawer });
    },
    setTour: (tourOpen) => {
      browserStorage.saveTour(tourOpen);
      set({ tourOpen });
    },
    announce: (liveText) => {
      set({ liveText });
    },
    notice,
  };
}

/** Fetches the commands again whenever the member, the language, the channel or the bot's connection changes. */
function refreshCommands(store: Signal<PageState>, notice: (text: string) => void): void {
  let asked = '';
  effect(() => {
    const { directory, locale, channelId, online, botConnected } = store.value;
    const key = [directory?.me.id, locale, channelId, online, botConnected].join(' ');
    if (key === asked || !directory || channelId === null || !online) return;
    asked = key;
    fetchCommands(directory.me.id, channelId, locale).then(
      (commands) => {
        if (asked === key) update(store, (state) => ({ ...state, commands }));
      },
      (error: unknown) => {
        notice(reason(error));
      },
    );
  });
}

function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
