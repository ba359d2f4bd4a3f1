import { ButtonStyle, ComponentType } from 'discord.js';
import type { Placed } from '../../world/components.js';
import type { Misfit } from '../errors.js';

const selects = new Set<number>([
  ComponentType.StringSelect,
  ComponentType.UserSelect,
  ComponentType.RoleSelect,
  ComponentType.MentionableSelect,
  ComponentType.ChannelSelect,
]);

export function isSelect(type: number): boolean {
  return selects.has(type);
}

/** What Discord asks of one button, select, row or gallery beyond its schema (components/reference). */
export function misfitsOfControl(placed: Placed): Misfit[] {
  const { type } = placed.component;
  if (type === ComponentType.Button) return misfitsOfButton(placed);
  if (type === ComponentType.ActionRow) return misfitsOfRow(placed);
  if (type === ComponentType.MediaGallery) return misfitsOfGallery(placed);
  if (type === ComponentType.TextInput) return misfitsOfTextInput(placed);
  return isSelect(type) || type === ComponentType.FileUpload ? misfitsOfChoice(placed) : [];
}

function misfitsOfButton({ component, path }: Placed): Misfit[] {
  const { style, custom_id, url, sku_id, label, emoji } = component;
  const required = (field: string): Misfit[] => [
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
function misfitsOfRow({ component, path }: Placed): Misfit[] {
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

function misfitsOfGallery({ component, path }: Placed): Misfit[] {
  const count = component.items?.length ?? 0;
  return count >= 1 && count <= 10
    ? []
    : [wrong([...path, 'items'], 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 10 in length.')];
}

function misfitsOfTextInput({ component, path }: Placed): Misfit[] {
  const { min_length = 0, max_length = 4_000, value } = component;
  return [
    ...(min_length > max_length
      ? [wrong([...path, 'min_length'], 'TEXT_INPUT_MIN_LENGTH', 'Min length cannot exceed max length')]
      : []),
    ...(value !== undefined && value.length > max_length
      ? [wrong([...path, 'value'], 'BASE_TYPE_MAX_LENGTH', `Must be ${max_length} or fewer in length.`)]
      : []),
  ];
}

function misfitsOfChoice({ component, path }: Placed): Misfit[] {
  const { type, options, min_values = 1, max_values = 1 } = component;
  const values = options?.map(({ value }) => value) ?? [];
  const defaults = options?.filter((option) => option.default === true).length ?? 0;
  const tooMany = type === ComponentType.StringSelect && Math.max(min_values, max_values) > values.length;
  return [
    ...(min_values > max_values || tooMany
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
    ...(defaults > max_values
      ? [wrong([...path, 'options'], 'SELECT_COMPONENT_TOO_MANY_DEFAULTS', 'More default options than max_values')]
      : []),
  ];
}

function wrong(path: readonly (string | number)[], code: string, message: string): Misfit {
  return { path, code, message };
}
