import { componentType as type, asNumber } from '../../../rules/discordEnums.js';
import type { ModalField } from '../../../rules/modalFields.js';
import type { FormValue } from './formValues.js';

interface Props {
  readonly field: ModalField;
  readonly value: FormValue | undefined;
  readonly onChange: (value: FormValue) => void;
}

/** A checkbox, a group of checkboxes, or radio buttons. */
export function CheckboxGroup({ field, value, onChange }: Props) {
  const { component, label, id } = field;
  if (asNumber(component.type) === type.checkbox) {
    return (
      <label class="checkbox">
        <input
          type="checkbox"
          checked={value === true}
          onChange={({ currentTarget }) => {
            onChange(currentTarget.checked);
          }}
        />
        {label}
      </label>
    );
  }
  const isRadio = asNumber(component.type) === type.radioGroup;
  const chosen: readonly string[] = Array.isArray(value)
    ? (value as readonly string[])
    : [typeof value === 'string' ? value : ''];
  return (
    <div role={isRadio ? 'radiogroup' : 'group'} aria-label={label}>
      {(component.options ?? []).map((option) => (
        <label key={option.value} class="checkbox">
          <input
            type={isRadio ? 'radio' : 'checkbox'}
            name={id}
            checked={chosen.includes(option.value)}
            onChange={({ currentTarget: { checked } }) => {
              const others = chosen.filter((one) => one !== option.value && one !== '');
              onChange(isRadio ? option.value : checked ? [...others, option.value] : others);
            }}
          />
          <span>
            {option.label}
            {option.description !== undefined && <span class="small"> {option.description}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}
