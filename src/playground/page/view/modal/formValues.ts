import type { Component } from '../../../rules/components.js';
import { componentType as type, asNumber } from '../../../rules/discordEnums.js';
import { countProblem, defaultValues, fieldsIn } from '../../../rules/modalFields.js';
import type { ModalField } from '../../../rules/modalFields.js';
import type { FieldValue } from '../../../site/protocol.js';
import type { PageTexts } from '../../i18n/index.js';

export type FormValue = string | boolean | readonly string[] | readonly File[];
export type FormValues = Readonly<Record<string, FormValue | undefined>>;

/** The fields of a modal, in labels or in action rows. */
export function fieldsOf(components: readonly Component[]): ModalField[] {
  return components.flatMap(fieldsIn);
}

export function initialValues(fields: readonly ModalField[]): FormValues {
  return Object.fromEntries(fields.map(({ id, component }) => [id, initial(component)]));
}

function initial(component: Component): FormValue {
  const values = defaultValues(component);
  switch (asNumber(component.type)) {
    case type.textInput:
      return component.value ?? '';
    case type.checkbox:
      return false;
    case type.radioGroup:
      return values[0] ?? '';
    default:
      return values;
  }
}

/** The values that were kept of a form, as far as it still offers them. */
export function keptValues(fields: readonly ModalField[], kept: FormValues): FormValues {
  const values = fields.map(({ id, component }) => {
    const value = kept[id];
    const offered = (component.options ?? []).map((option) => option.value);
    const isOffered = (one: string): boolean => offered.length === 0 || offered.includes(one);
    if (typeof value === 'string') return [id, isOffered(value) ? value : initial(component)] as const;
    if (typeof value !== 'object' || isFiles(value)) return [id, value ?? initial(component)] as const;
    return [id, value.filter(isOffered)] as const;
  });
  return Object.fromEntries(values);
}

/** Whether something is not as it was when the form opened. */
export function isFilledIn(fields: readonly ModalField[], values: FormValues): boolean {
  const first = initialValues(fields);
  return fields.some(({ id }) => {
    const [value, before] = [values[id], first[id]];
    if (typeof value !== 'object' || typeof before !== 'object') return value !== before;
    return value.length !== before.length || value.some((one, i) => one !== before[i]);
  });
}

/** What is missing or invalid, by field. */
export function checkForm(
  fields: readonly ModalField[],
  values: FormValues,
  { problems }: PageTexts,
): Record<string, string> {
  const wrong = fields.flatMap(({ id, component }) => {
    const problem = countProblem(component, countOf(component, values[id]), problems);
    return problem === undefined ? [] : [[id, problem] as const];
  });
  return Object.fromEntries(wrong);
}

/** The number of characters of a text, or of values. */
function countOf({ type: kind }: Component, value: FormValue | undefined): number {
  if (typeof value === 'string') return asNumber(kind) === type.textInput ? value.length : Math.min(1, value.length);
  return typeof value === 'object' ? value.length : 0;
}

/** The values as they are sent, and the files to which they refer by index. */
export function toSubmit(
  fields: readonly ModalField[],
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

export function isFiles(value: FormValue | undefined): value is readonly File[] {
  return typeof value === 'object' && value[0] instanceof File;
}
