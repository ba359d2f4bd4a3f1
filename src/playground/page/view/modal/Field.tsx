import { useId } from 'preact/hooks';
import { componentType as type, paragraphStyle, plain } from '../../discord.js';
import { usePage } from '../../state/page.js';
import { Picker } from '../component/Picker.js';
import { optionsOf } from '../component/pickable.js';
import { FileUpload } from './FileUpload.js';
import { Ticks } from './Ticks.js';
import type { FormField, FormValue } from './form.js';

interface Props {
  readonly field: FormField;
  readonly value: FormValue | undefined;
  readonly problem: string | undefined;
  readonly onChange: (value: FormValue) => void;
}

/** A field of a form, with its label, hint and problem. */
export function Field({ field, value, problem, onChange }: Props) {
  const id = useId();
  const { label, description, component } = field;
  const { required = true } = component;
  const describedBy = [description === '' ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`]
    .filter((one) => one !== '')
    .join(' ');
  const isText = plain(component.type) === type.textInput;
  return (
    <div class="field" data-field={field.id}>
      {isText ? (
        <label for={id}>
          <Label label={label} required={required} />
        </label>
      ) : (
        <p class="label">
          <Label label={label} required={required} />
        </p>
      )}
      {description !== '' && (
        <p class="small" id={`${id}-hint`}>
          {description}
        </p>
      )}
      <Input
        id={id}
        field={field}
        value={value}
        onChange={onChange}
        describedBy={describedBy === '' ? undefined : describedBy}
        invalid={problem !== undefined}
      />
      {problem !== undefined && (
        <p class="problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function Label({ label, required }: { readonly label: string; readonly required: boolean }) {
  return (
    <>
      {label}
      {required && (
        <span class="required" title="needed">
          {' *'}
        </span>
      )}
    </>
  );
}

interface InputProps extends Omit<Props, 'problem'> {
  readonly id: string;
  readonly describedBy: string | undefined;
  readonly invalid: boolean;
}

function Input({ id, field, value, onChange, describedBy, invalid }: InputProps) {
  const { state } = usePage();
  const { component, label } = field;
  const { placeholder = '', max_length, style, max_values = 1 } = component;
  switch (plain(component.type)) {
    case type.textInput: {
      const common = {
        id,
        placeholder,
        maxLength: max_length ?? 4_000,
        value: typeof value === 'string' ? value : '',
        'aria-describedby': describedBy,
        'aria-invalid': invalid,
        onInput: ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
          onChange(currentTarget.value);
        },
      };
      return plain(style ?? 1) === paragraphStyle ? (
        <textarea rows={4} {...common} />
      ) : (
        <input type="text" {...common} />
      );
    }
    case type.fileUpload:
      return (
        <FileUpload
          label={label}
          files={Array.isArray(value) ? (value as readonly File[]) : []}
          most={max_values}
          types={component.file_types ?? []}
          describedBy={describedBy}
          onChange={onChange}
        />
      );
    case type.checkbox:
    case type.radioGroup:
    case type.checkboxGroup:
      return <Ticks field={field} value={value} onChange={onChange} />;
    default:
      return (
        <Picker
          label={label}
          placeholder={placeholder === '' ? 'Choose' : placeholder}
          options={optionsOf(component, state)}
          chosen={Array.isArray(value) ? (value as readonly string[]) : []}
          most={max_values}
          {...(describedBy !== undefined && { describedBy })}
          onChoose={onChange}
        />
      );
  }
}
