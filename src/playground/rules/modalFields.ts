import type { Component } from './components.js';
import { asNumber, componentType } from './discordEnums.js';
import { englishProblems } from './problemTexts.js';
import type { ProblemTexts } from './problemTexts.js';

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** How many characters a text input takes. */
export function textLength({ min_length = 0, max_length = 4_000 }: Component): Range {
  return { min: min_length, max: max_length };
}

/** How many values a select, a file upload or a group of checkboxes takes. */
export function valueCount({ type, min_values = 1, max_values }: Component): Range {
  return { min: min_values, max: max_values ?? (asNumber(type) === componentType.checkboxGroup ? 10 : 1) };
}

/** Values of the options that are chosen at first. */
export function defaultValues({ options = [] }: Component): string[] {
  return options.filter((option) => option.default === true).map((option) => option.value);
}

export interface ModalField {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly component: Component;
}

/** The field or fields that one component of a modal holds: a label holds one, the older action row some; a text holds none. */
export function fieldsIn({ label, description, component, components = [] }: Component): ModalField[] {
  if (component) {
    return [{ id: component.custom_id ?? '', label: label ?? '', description: description ?? '', component }];
  }
  return components.map((one) => ({
    id: one.custom_id ?? '',
    label: one.label ?? '',
    description: '',
    component: one,
  }));
}

/**
 * Why a form is not submitted with so much in a field: characters of a text, else values. Undefined: it is.
 * A checkbox takes either state.
 */
export function countProblem(
  component: Component,
  count: number,
  texts: ProblemTexts = englishProblems,
): string | undefined {
  const type = asNumber(component.type);
  const isText = type === componentType.textInput;
  if (type === componentType.checkbox) return undefined;
  if (count === 0) return (component.required ?? true) ? texts.needed : undefined;
  const { min, max } = isText ? textLength(component) : valueCount(component);
  if (count < min) return texts.atLeast(min, isText);
  return count > max ? texts.atMost(max, isText, count) : undefined;
}
