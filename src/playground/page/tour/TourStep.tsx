import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { usePage } from '../state/pageContext.js';
import { Icon } from '../view/Icon.js';

interface Props {
  readonly number: number;
  readonly title: string;
  readonly done: boolean;
  readonly current: boolean;
  readonly children: ComponentChildren;
}

/** A step of the tour. The one that comes next is brought into view. */
export function TourStep({ number, title, done, current, children }: Props) {
  const { texts } = usePage();
  const step = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current) step.current?.scrollIntoView({ block: 'nearest' });
  }, [current]);
  return (
    <li ref={step} class={`step${done ? ' done' : ''}${current ? ' current' : ''}`}>
      <h3>
        <span class="number" aria-hidden="true">
          {done ? <Icon name="check" /> : number}
        </span>
        {title}
        {done && <span class="visually-hidden">{`, ${texts.tour.done}`}</span>}
      </h3>
      {children}
    </li>
  );
}
