import type { ComponentChildren } from 'preact';

interface Props {
  readonly busy: boolean;
  readonly disabled: boolean;
  readonly act: () => void;
  readonly children: ComponentChildren;
}

/** The one click of a step. */
export function StepButton({ busy, disabled, act, children }: Props) {
  return (
    <button type="button" class={`button primary${busy ? ' busy' : ''}`} disabled={disabled} onClick={act}>
      {children}
    </button>
  );
}
