import { useState } from 'preact/hooks';
import { browserStorage } from '../state/browserStorage.js';
import { usePage } from '../state/pageContext.js';
import { isWaiting } from '../state/paintings.js';

/** Asks once, when the first painting is on its way, whether to tell when one is done. */
export function NotificationOffer() {
  const { state, texts } = usePage();
  const [isAnswered, setAnswered] = useState(browserStorage.wasAskedToNotify);
  const canAsk = 'Notification' in globalThis && Notification.permission === 'default';
  if (isAnswered || !canAsk || !isWaiting(state)) return null;
  const answer = (): void => {
    browserStorage.saveAskedToNotify();
    setAnswered(true);
  };
  return (
    <p class="banner offer">
      <span>{texts.painted.offer}</span>
      <button
        type="button"
        class="button primary"
        onClick={() => {
          answer();
          void Notification.requestPermission();
        }}
      >
        {texts.painted.yes}
      </button>
      <button type="button" class="button" onClick={answer}>
        {texts.painted.no}
      </button>
    </p>
  );
}
