import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** Makes a field as high as its text, up to a third of the window. */
export function useTextHeight(field: RefObject<HTMLTextAreaElement | null>, text: string): void {
  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = 'auto';
    // The scroll height has no border.
    const border = element.offsetHeight - element.clientHeight;
    element.style.height = `${Math.min(element.scrollHeight + border, innerHeight / 3)}px`;
  }, [text]);
}
