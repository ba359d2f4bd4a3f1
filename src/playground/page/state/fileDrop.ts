import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';

type Receiver = (files: readonly File[]) => void;

/** Whether files are being dragged over the window. */
export const isDragging = signal(false);

const receivers: { readonly receive: Receiver; readonly isInForm: boolean }[] = [];

/**
 * Receives the files that are dropped anywhere on the window. Of several receivers the one that was mounted last does; a form above the
 * page comes first, since the composer behind it can be mounted later.
 */
export function useFileDrop(onFiles: Receiver, isInForm = false): void {
  const latest = useRef(onFiles);
  latest.current = onFiles;
  useEffect(() => {
    const receiver = {
      receive: (files: readonly File[]) => {
        latest.current(files);
      },
      isInForm,
    };
    receivers.push(receiver);
    return () => {
      receivers.splice(receivers.indexOf(receiver), 1);
    };
  }, []);
}

/** Begins to listen. A file that is dropped never replaces the page. */
export function watchFileDrops(): void {
  const hasFiles = ({ dataTransfer }: DragEvent): boolean => dataTransfer?.types.includes('Files') === true;
  const over = (event: DragEvent): void => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    isDragging.value = true;
  };
  addEventListener('dragenter', over);
  addEventListener('dragover', over);
  addEventListener('dragleave', ({ relatedTarget }) => {
    if (relatedTarget === null) isDragging.value = false;
  });
  addEventListener('drop', (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    isDragging.value = false;
    const receiver = receivers.findLast((one) => one.isInForm) ?? receivers.at(-1);
    receiver?.receive([...(event.dataTransfer?.files ?? [])]);
  });
}
