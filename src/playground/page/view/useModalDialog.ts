import { useEffect, useRef } from 'preact/hooks';

/** A dialog that is open, over everything, as long as it is drawn; the focus goes back to where it was, or to the message box. */
export function useModalDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      // A dialog that was closed has given it back already, and one may be elsewhere by now.
      if (document.activeElement !== document.body && document.activeElement !== null) return;
      if (before instanceof HTMLElement && before.isConnected) before.focus();
      else document.getElementById('composer')?.focus();
    };
  }, []);
  return dialog;
}
