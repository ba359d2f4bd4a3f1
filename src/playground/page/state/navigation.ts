import { useEffect, useRef } from 'preact/hooks';

/** A channel, or a message in it, as the page's address has it: `#CHANNEL/MESSAGE`. */
interface Address {
  readonly channelId: string;
  readonly messageId: string | null;
}

/** Closes what is open. Returns whether it is closed; if not, Back can be pressed again. */
type OnBack = () => boolean;

interface Layer {
  readonly onBack: OnBack;
  /** Whether an entry of the history is its own. */
  hasEntry: boolean;
}

/** What is open above the page, the topmost last. */
const layers: Layer[] = [];
/** Entries of layers that were closed otherwise than by Back, which have to go. */
let surplus = 0;
let isSettling = false;

export function addressOf(channelId: string, messageId?: string): string {
  return messageId === undefined ? `#${channelId}` : `#${channelId}/${messageId}`;
}

export function currentAddress(): Address | null {
  const [, channelId, messageId] = /^#(\d{1,20})(?:\/(\d{1,20}))?$/.exec(location.hash) ?? [];
  return channelId === undefined ? null : { channelId, messageId: messageId ?? null };
}

/** Adds an address to the history, in the place of the entry of what is open and will be closed. */
export function pushAddress(address: string): void {
  const top = layers.findLast(({ hasEntry }) => hasEntry);
  if (surplus > 0) surplus--;
  else if (top) top.hasEntry = false;
  else {
    history.pushState(null, '', address);
    return;
  }
  history.replaceState(null, '', address);
}

/** Calls back with the address to which the member goes back or forward. Back first closes what is open. */
export function watchAddress(onAddress: (address: Address) => void): void {
  addEventListener('popstate', () => {
    if (isSettling) {
      isSettling = false;
      return;
    }
    const layer = layers.findLast(({ hasEntry }) => hasEntry);
    if (!layer) {
      const address = currentAddress();
      if (address) onAddress(address);
    } else if (layer.onBack()) layer.hasEntry = false;
    else history.pushState(null, '');
  });
}

function openLayer(onBack: OnBack): () => void {
  const layer = { onBack, hasEntry: true };
  layers.push(layer);
  if (surplus > 0) surplus--;
  else history.pushState(null, '');
  return () => {
    layers.splice(layers.indexOf(layer), 1);
    if (!layer.hasEntry) return;
    surplus++;
    // Several can close at once, and one can give way to the next.
    setTimeout(() => {
      if (surplus === 0) return;
      isSettling = true;
      history.go(-surplus);
      surplus = 0;
    });
  };
}

/** While something is open, Back closes it, as on a phone. */
export function useBack(isOpen: boolean, onBack: OnBack): void {
  const latest = useRef(onBack);
  latest.current = onBack;
  useEffect(() => (isOpen ? openLayer(() => latest.current()) : undefined), [isOpen]);
}
