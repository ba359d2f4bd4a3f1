import type { Component } from '../../../rules/components.js';
import { valueCount } from '../../../rules/modalFields.js';
import type { PageMessage } from '../../../site/protocol.js';
import { usePage } from '../../state/pageContext.js';
import { SelectMenu } from './SelectMenu.js';
import { selectOptions } from './selectOptions.js';

/** A select of a message. */
export function MessageSelect({
  component,
  message,
}: {
  readonly component: Component;
  readonly message: PageMessage;
}) {
  const { state, actions, texts } = usePage();
  const { custom_id = '', placeholder = texts.message.choose, disabled = false } = component;
  const options = selectOptions(component, state);
  const isBusy = state.busy.includes(`${message.id}/${custom_id}`);
  return (
    <SelectMenu
      label={placeholder}
      placeholder={placeholder}
      options={options}
      chosen={options.filter((one) => one.default === true).map(({ value }) => value)}
      max={valueCount(component).max}
      disabled={disabled || isBusy}
      onChoose={(values) => void actions.choose(message, custom_id, values)}
    />
  );
}
