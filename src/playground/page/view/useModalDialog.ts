import { useEffect, useRef } from 'preact/hooks';
import { useBack } from '../state/navigation.js';

/** A modal dialog that is open while it is mounted. Back closes it, or does what `onBack` does, which returns whether it is closed. Afterwards the focus returns to where it was, or to the message box. */
export function useModalDialog(onBack?: () => boolean) {
  const dialog = useRef<HTMLDialogElement>(null);
  useBack(true, () => {
    if (onBack) return onBack();
    dialog.current?.close();
    return true;
  });
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      // The browser has restored the focus already if the dialog was closed before.
      if (document.activeElement !== document.body && document.activeElement !== null) return;
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      else document.getElementById('composer')?.focus();
    };
  }, []);
  return dialog;
}
