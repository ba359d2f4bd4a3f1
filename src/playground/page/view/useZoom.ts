import { useRef, useState } from 'preact/hooks';

interface View {
  readonly scale: number;
  /** CSS pixels by which the picture is moved. */
  readonly x: number;
  readonly y: number;
}

/** Where the pointers were, and the view, when a movement began. */
interface Beginning {
  readonly x: number;
  readonly y: number;
  readonly view: View;
  /** CSS pixels between two pointers; 0: there is one. */
  readonly spread: number;
}

const whole: View = { scale: 1, x: 0, y: 0 };
const largest = 8;
const step = 1.5;
/** CSS pixels of a swipe. */
const swipePx = 60;

/** Zoom by buttons, wheel, double click and two fingers; a zoomed picture is dragged, a whole one swiped to the next. */
export function useZoom(turn: (by: number) => void) {
  const [view, setView] = useState(whole);
  const pointers = useRef(new Map<number, PointerEvent>());
  const began = useRef<Beginning | undefined>(undefined);
  const zoomTo = (scale: number): void => {
    const next = Math.min(largest, Math.max(1, scale));
    setView((before) => (next === 1 ? whole : { ...before, scale: next }));
  };
  const begin = (): void => {
    const [one, other] = [...pointers.current.values()];
    began.current = one && { x: one.clientX, y: one.clientY, view, spread: other ? distance(one, other) : 0 };
  };
  const end = (event: PointerEvent): void => {
    const { current: from } = began;
    const isSwipe = from?.view.scale === 1 && pointers.current.size === 1 && event.type === 'pointerup';
    pointers.current.delete(event.pointerId);
    const moved = from ? event.clientX - from.x : 0;
    if (isSwipe && Math.abs(moved) > swipePx) turn(moved < 0 ? 1 : -1);
    begin();
  };
  return {
    scale: view.scale,
    transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
    reset: () => {
      setView(whole);
    },
    larger: () => {
      zoomTo(view.scale * step);
    },
    smaller: () => {
      zoomTo(view.scale / step);
    },
    handlers: {
      onWheel: (event: WheelEvent) => {
        event.preventDefault();
        zoomTo(view.scale * Math.exp(-event.deltaY / 400));
      },
      onDblClick: () => {
        zoomTo(view.scale > 1 ? 1 : 2);
      },
      onPointerDown: (event: PointerEvent) => {
        (event.currentTarget as Element).setPointerCapture(event.pointerId);
        pointers.current.set(event.pointerId, event);
        begin();
      },
      onPointerMove: (event: PointerEvent) => {
        if (!pointers.current.has(event.pointerId)) return;
        pointers.current.set(event.pointerId, event);
        const { current: from } = began;
        const [one, other] = [...pointers.current.values()];
        if (!from || !one) return;
        if (other && from.spread > 0) zoomTo((from.view.scale * distance(one, other)) / from.spread);
        else if (from.view.scale > 1)
          setView({ ...from.view, x: from.view.x + one.clientX - from.x, y: from.view.y + one.clientY - from.y });
      },
      onPointerUp: end,
      onPointerCancel: end,
    },
  };
}

function distance(one: PointerEvent, other: PointerEvent): number {
  return Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
}
