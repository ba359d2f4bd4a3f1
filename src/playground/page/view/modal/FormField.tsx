import { useId } from 'preact/hooks';
import { componentType as type, paragraphStyle, asNumber } from '../../../rules/discordEnums.js';
import { textLength, valueCount } from '../../../rules/modalFields.js';
import type { ModalField } from '../../../rules/modalFields.js';
import { usePage } from '../../state/pageContext.js';
import { SelectMenu } from '../component/SelectMenu.js';
import { selectOptions } from '../component/selectOptions.js';
import { CheckboxGroup } from './CheckboxGroup.js';
import { FileUpload } from './FileUpload.js';
import type { FormValue } from './formValues.js';

interface Props {
  readonly field: ModalField;
  readonly value: FormValue | undefined;
  readonly problem: string | undefined;
  readonly onChange: (value: FormValue) => void;
}

/** A field of a form, with its label, hint and problem. */
export function FormField({ field, value, problem, onChange }: Props) {
  const id = useId();
  const { label, description, component } = field;
  const { required = true } = component;
  const describedBy = [description === '' ? '' : `${id}-hint`, problem === undefined ? '' : `${id}-problem`]
    .filter((one) => one !== '')
    .join(' ');
  const isText = asNumber(component.type) === type.textInput;
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
  const { texts } = usePage();
  return (
    <>
      {label}
      {required && (
        <span class="required" title={texts.form.required}>
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
  const { state, texts } = usePage();
  const { component, label } = field;
  const { placeholder = '', style } = component;
  switch (asNumber(component.type)) {
    case type.textInput: {
      const common = {
        id,
        placeholder,
        maxLength: textLength(component).max,
        value: typeof value === 'string' ? value : '',
        'aria-describedby': describedBy,
        'aria-invalid': invalid,
        onInput: ({ currentTarget }: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
          onChange(currentTarget.value);
        },
      };
      return asNumber(style ?? 1) === paragraphStyle ? (
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
          max={valueCount(component).max}
          types={component.file_types ?? []}
          describedBy={describedBy}
          onChange={onChange}
        />
      );
    case type.checkbox:
    case type.radioGroup:
    case type.checkboxGroup:
      return <CheckboxGroup field={field} value={value} onChange={onChange} />;
    default:
      return (
        <SelectMenu
          label={label}
          placeholder={placeholder === '' ? texts.message.choose : placeholder}
          options={selectOptions(component, state)}
          chosen={Array.isArray(value) ? (value as readonly string[]) : []}
          max={valueCount(component).max}
          {...(describedBy !== undefined && { describedBy })}
          onChoose={onChange}
        />
      );
  }
}
