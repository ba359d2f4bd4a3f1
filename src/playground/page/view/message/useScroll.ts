import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** How close to the end the list must be scrolled to follow new messages, and to the beginning to ask for older ones; CSS pixels. */
const nearPx = 160;
/** How far from the end one must be to be offered the way back. */
const farPx = 800;

/**
 * The scrolling of a channel's list. It stays at the end if it was there, and where it is if older messages come above.
 * @param firstId the oldest message
 * @param onNearTop called when the list is scrolled towards its beginning
 */
export function useScroll(firstId: string | undefined, onNearTop: () => void) {
  const list = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [isAway, setAway] = useState(false);
  /** Of the last layout. */
  const before = useRef({ firstId, height: 0 });
  const toEnd = (): void => {
    const element = list.current;
    if (element && follows.current) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const { firstId: wasFirst, height } = before.current;
    if (follows.current) toEnd();
    else if (wasFirst !== firstId && wasFirst !== undefined) element.scrollTop += element.scrollHeight - height;
    before.current = { firstId, height: element.scrollHeight };
  });
  useEffect(() => {
    const element = list.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(toEnd);
    observer.observe(element);
    // Pictures that come late make it longer.
    for (const child of element.children) observer.observe(child);
    return () => {
      observer.disconnect();
    };
  }, []);
  return {
    list,
    isAway,
    /** Stops following, to show an earlier message. */
    leaveEnd: (): void => {
      follows.current = false;
    },
    onScroll: (): void => {
      const { scrollHeight = 0, scrollTop = 0, clientHeight = 0 } = list.current ?? {};
      const toGo = scrollHeight - scrollTop - clientHeight;
      follows.current = toGo < nearPx;
      setAway(toGo > farPx);
      if (scrollTop < nearPx && scrollHeight > clientHeight) onNearTop();
    },
    toPresent: (): void => {
      follows.current = true;
      toEnd();
    },
  };
}
