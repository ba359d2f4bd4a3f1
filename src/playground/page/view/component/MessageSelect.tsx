import type { PageMessage } from '../../../site/protocol.js';
import type { Component } from '../../../world/components.js';
import { usePage } from '../../state/page.js';
import { Picker } from './Picker.js';
import { optionsOf } from './pickable.js';

/** A select of a message. */
export function MessageSelect({
  component,
  message,
}: {
  readonly component: Component;
  readonly message: PageMessage;
}) {
  const { state, actions } = usePage();
  const { custom_id = '', placeholder = 'Choose', max_values = 1, disabled = false } = component;
  const options = optionsOf(component, state);
  const isBusy = state.busy.includes(`${message.id}/${custom_id}`);
  return (
    <Picker
      label={placeholder}
      placeholder={placeholder}
      options={options}
      chosen={options.filter((one) => one.default === true).map(({ value }) => value)}
      most={max_values}
      disabled={disabled || isBusy}
      onChoose={(values) => void actions.choose(message, custom_id, values)}
    />
  );
}
