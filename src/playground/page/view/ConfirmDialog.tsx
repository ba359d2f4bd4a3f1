import { useId } from 'preact/hooks';
import { usePage } from '../state/pageContext.js';
import { useModalDialog } from './useModalDialog.js';

interface Props {
  /** The question. */
  readonly title: string;
  readonly onKeep: () => void;
  readonly onDiscard: () => void;
}

/** Asks before what was filled in is discarded. Escape keeps it. */
export function ConfirmDialog({ title, onKeep, onDiscard }: Props) {
  const { texts } = usePage();
  const dialog = useModalDialog();
  const id = useId();
  return (
    <dialog ref={dialog} class="modal confirm" role="alertdialog" aria-labelledby={id} onClose={onKeep}>
      <h2 id={id}>{title}</h2>
      <p>{texts.discard.text}</p>
      <footer>
        <button type="button" class="button" autoFocus onClick={() => dialog.current?.close()}>
          {texts.discard.keep}
        </button>
        <button type="button" class="button danger" onClick={onDiscard}>
          {texts.discard.discard}
        </button>
      </footer>
    </dialog>
  );
}
