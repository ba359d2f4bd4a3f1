import { useEffect, useRef } from 'preact/hooks';

/** A modal dialog that is open while it is mounted. Afterwards the focus returns to where it was, or to the message box. */
export function useModalDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
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
