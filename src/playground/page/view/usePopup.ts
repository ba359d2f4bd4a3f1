import { autoUpdate, computePosition, flip, offset, shift, size } from '@floating-ui/dom';
import type { Placement, ReferenceElement } from '@floating-ui/dom';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

interface Options {
  readonly placement: Placement;
  /** Whether the popup is as wide as what it belongs to. */
  readonly sameWidth?: boolean;
  /** CSS pixels between the two. */
  readonly gap?: number;
  /** CSS pixels of the largest height. */
  readonly maxHeight?: number;
}

/** CSS pixels that stay free at the window's edges. */
const edge = 8;

/**
 * Keeps a popup beside what it belongs to, while it is open: on the other side where there is no room, never outside the window.
 * Its style has `position: fixed`.
 */
export function usePopup(
  popup: RefObject<HTMLElement | null>,
  isOpen: boolean,
  anchor: () => ReferenceElement | null | undefined,
  { placement, sameWidth = false, gap = 4, maxHeight = 420 }: Options,
): void {
  useLayoutEffect(() => {
    const [element, beside] = [popup.current, anchor()];
    if (!isOpen || !element || !beside) return undefined;
    return autoUpdate(beside, element, () => {
      const fits = size({
        padding: edge,
        apply: ({ rects, availableHeight }) => {
          element.style.maxHeight = `${Math.max(80, Math.min(maxHeight, availableHeight))}px`;
          if (sameWidth) element.style.width = `${rects.reference.width}px`;
        },
      });
      const middleware = [offset(gap), flip({ padding: edge }), shift({ padding: edge }), fits];
      void computePosition(beside, element, { placement, strategy: 'fixed', middleware }).then(({ x, y }) => {
        element.style.left = `${x}px`;
        element.style.top = `${y}px`;
      });
    });
  }, [isOpen]);
}
