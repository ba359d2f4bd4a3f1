import type { Component } from '../../../rules/components.js';
import { buttonStyle, asNumber } from '../../../rules/discordEnums.js';
import type { PageMessage } from '../../../site/protocol.js';
import { usePage } from '../../state/pageContext.js';
import { Icon } from '../Icon.js';

const looks: Readonly<Record<number, string>> = {
  [buttonStyle.primary]: 'primary',
  [buttonStyle.success]: 'success',
  [buttonStyle.danger]: 'danger',
};

/** A button of a message; while the bot has not acknowledged its press, it cannot be pressed again. */
export function Button({ component, message }: { readonly component: Component; readonly message: PageMessage }) {
  const { state, actions, texts } = usePage();
  const { label = '', custom_id, url, disabled, style, emoji } = component;
  const words = (
    <>
      {emoji?.name && <span aria-hidden="true">{emoji.name}</span>}
      {label === '' ? <span class="visually-hidden">{emoji?.name ?? texts.message.button}</span> : <span>{label}</span>}
    </>
  );
  if (asNumber(style ?? 0) === buttonStyle.link && url !== undefined && /^https?:/.test(url)) {
    return (
      <a class="button" href={url} target="_blank" rel="noreferrer noopener">
        {words}
        <Icon name="link" />
      </a>
    );
  }
  const isBusy = custom_id !== undefined && state.busy.includes(`${message.id}/${custom_id}`);
  return (
    <button
      type="button"
      class={`button ${looks[style ?? 0] ?? ''}${isBusy ? ' busy' : ''}`}
      disabled={disabled}
      aria-disabled={isBusy}
      aria-busy={isBusy}
      onClick={() => {
        if (custom_id !== undefined && !isBusy) void actions.press(message, custom_id);
      }}
    >
      {words}
    </button>
  );
}
