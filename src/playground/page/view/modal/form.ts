import type { FieldValue } from '../../../site/protocol.js';
import type { Component } from '../../../world/components.js';
import { componentType as type, plain } from '../../discord.js';

/** A field of a form, with the words of its label. */
export interface FormField {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly component: Component;
}

export type FormValue = string | boolean | readonly string[] | readonly File[];
export type FormValues = Readonly<Record<string, FormValue | undefined>>;

/** The fields of a modal: in labels, or, as older ones, in rows. */
export function fieldsOf(components: readonly Component[]): FormField[] {
  return components.flatMap(({ label, description, component, components: inside = [] }) => {
    if (component) {
      return [{ id: component.custom_id ?? '', label: label ?? '', description: description ?? '', component }];
    }
    return inside.map((one) => ({ id: one.custom_id ?? '', label: one.label ?? '', description: '', component: one }));
  });
}

export function initialValues(fields: readonly FormField[]): FormValues {
  return Object.fromEntries(fields.map(({ id, component }) => [id, initial(component)]));
}

function initial({ type: kind, value, options = [] }: Component): FormValue {
  const preset = options.filter((one) => one.default === true).map((one) => one.value);
  switch (plain(kind)) {
    case type.textInput:
      return value ?? '';
    case type.checkbox:
      return false;
    case type.radioGroup:
      return preset[0] ?? '';
    default:
      return preset;
  }
}

/** What is missing or does not fit, by field. */
export function checkForm(fields: readonly FormField[], values: FormValues): Record<string, string> {
  const wrong = fields.flatMap(({ id, component }) => {
    const problem = check(component, values[id]);
    return problem === undefined ? [] : [[id, problem] as const];
  });
  return Object.fromEntries(wrong);
}

function check(component: Component, value: FormValue | undefined): string | undefined {
  const { required = true, min_length = 0, max_length = 4_000 } = component;
  const count = typeof value === 'string' || Array.isArray(value) ? value.length : 0;
  if (typeof value === 'boolean') return undefined;
  if (count === 0) return required ? 'This is needed.' : undefined;
  if (plain(component.type) === type.textInput) {
    if (count < min_length) return `At least ${min_length} characters.`;
    return count > max_length ? `At most ${max_length} characters; these are ${count}.` : undefined;
  }
  if (plain(component.type) === type.radioGroup) return undefined;
  const { min_values = 1, max_values = plain(component.type) === type.checkboxGroup ? 10 : 1 } = component;
  if (count < min_values) return `At least ${min_values}.`;
  return count > max_values ? `At most ${max_values}; these are ${count}.` : undefined;
}

/** What is sent: the values, and all files one after the other, named by their places. */
export function toSubmit(
  fields: readonly FormField[],
  values: FormValues,
): { answers: Record<string, FieldValue>; files: File[] } {
  const files: File[] = [];
  const answers: Record<string, FieldValue> = {};
  for (const { id } of fields) {
    const value = values[id];
    if (value === undefined || value === '') continue;
    if (typeof value === 'string' || typeof value === 'boolean') answers[id] = value;
    else if (isFiles(value)) answers[id] = { files: value.map((file) => files.push(file) - 1) };
    else answers[id] = value;
  }
  return { answers, files };
}

function isFiles(list: readonly string[] | readonly File[]): list is readonly File[] {
  return list.length > 0 && typeof list[0] !== 'string';
}
