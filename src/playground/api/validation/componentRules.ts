import { ButtonStyle, ComponentType } from 'discord.js';
import type { FieldError } from '../../requestLog.js';
import { isSelect } from '../../rules/components.js';
import type { LocatedComponent } from '../../rules/components.js';
import { defaultValues, textLength, valueCount } from '../../rules/modalFields.js';

/** The rules for one button, select, row or gallery that its schema does not express (components/reference). */
export function errorsOfControl(placed: LocatedComponent): FieldError[] {
  const { type } = placed.component;
  if (type === ComponentType.Button) return errorsOfButton(placed);
  if (type === ComponentType.ActionRow) return errorsOfRow(placed);
  if (type === ComponentType.MediaGallery) return errorsOfGallery(placed);
  if (type === ComponentType.TextInput) return errorsOfTextInput(placed);
  return isSelect(type) || type === ComponentType.FileUpload ? errorsOfChoice(placed) : [];
}

function errorsOfButton({ component, path }: LocatedComponent): FieldError[] {
  const { style, custom_id, url, sku_id, label, emoji } = component;
  const required = (field: string): FieldError[] => [
    { path: [...path, field], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' },
  ];
  if (style === ButtonStyle.Premium) return sku_id === undefined ? required('sku_id') : [];
  const target = style === ButtonStyle.Link ? url : custom_id;
  return [
    ...(target === undefined ? required(style === ButtonStyle.Link ? 'url' : 'custom_id') : []),
    ...(custom_id !== undefined && url !== undefined
      ? [
          wrong(
            path,
            'BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE',
            'A custom id and url cannot both be specified',
          ),
        ]
      : []),
    ...((label ?? '') === '' && emoji === undefined ? required('label') : []),
  ];
}

/** Five buttons, or one select. */
function errorsOfRow({ component, path }: LocatedComponent): FieldError[] {
  const inside = component.components ?? [];
  const crowded = inside.some(({ type }) => isSelect(type)) && inside.length > 1;
  return crowded
    ? [
        wrong(
          [...path, 'components'],
          'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
          'The specified component exceeds the maximum width',
        ),
      ]
    : [];
}

function errorsOfGallery({ component, path }: LocatedComponent): FieldError[] {
  const count = component.items?.length ?? 0;
  return count >= 1 && count <= 10
    ? []
    : [wrong([...path, 'items'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 10 in length.')];
}

function errorsOfTextInput({ component, path }: LocatedComponent): FieldError[] {
  const { value } = component;
  const { min, max } = textLength(component);
  return [
    ...(min > max
      ? [wrong([...path, 'min_length'], 'TEXT_INPUT_MIN_LENGTH', 'Min length cannot exceed max length')]
      : []),
    ...(value !== undefined && value.length > max
      ? [wrong([...path, 'value'], 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`)]
      : []),
  ];
}

function errorsOfChoice({ component, path }: LocatedComponent): FieldError[] {
  const { type, options } = component;
  const { min, max } = valueCount(component);
  const values = options?.map(({ value }) => value) ?? [];
  const defaults = defaultValues(component).length;
  const tooMany = type === ComponentType.StringSelect && Math.max(min, max) > values.length;
  return [
    ...(min > max || tooMany
      ? [
          wrong(
            [...path, 'max_values'],
            'SELECT_COMPONENT_MAX_VALUES',
            'More values than options, or a minimum above it',
          ),
        ]
      : []),
    ...(new Set(values).size < values.length
      ? [
          wrong(
            [...path, 'options'],
            'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
            'The specified option value is already used',
          ),
        ]
      : []),
    ...(defaults > max
      ? [wrong([...path, 'options'], 'SELECT_COMPONENT_TOO_MANY_DEFAULTS', 'More default options than max_values')]
      : []),
  ];
}

function wrong(path: readonly (string | number)[], code: string, message: string): FieldError {
  return { path, code, message };
}
