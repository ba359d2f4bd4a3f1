import { ComponentType } from 'discord.js';
import { isSelect } from '../rules/components.js';
import type { Component } from '../rules/components.js';
import { countProblem, defaultValues, fieldsIn, textLength, valueCount } from '../rules/modalFields.js';
import type { Payload } from '../world/world.js';
import { NotOffered } from './availability.js';
import type { Actor } from './availability.js';
import { checkFileType, resolveId, uploadFile } from './resolvedData.js';
import type { PickedFile, Resolved } from './resolvedData.js';

/** Values by label or custom_id: a text, chosen values, files, or the state of a checkbox. */
export type ModalValues = Readonly<Record<string, string | boolean | readonly string[] | readonly PickedFile[]>>;

type Value = ModalValues[string];

interface Submission {
  readonly components: readonly Payload[];
  readonly resolved: Resolved;
}

/** The components of a modal as the client submits them. @throws NotOffered: the client would not submit these values */
export async function fillModal(
  actor: Actor,
  components: readonly Component[],
  values: ModalValues,
): Promise<Submission> {
  const resolved: Resolved = {};
  const used = new Set<string>();
  const fillField = async (field: Component, label: string): Promise<Payload> => {
    const { custom_id = '', type, id } = field;
    const key = [label, custom_id].find((name) => name in values);
    if (key !== undefined) used.add(key);
    const value = key === undefined ? undefined : values[key];
    return { type, id, custom_id, ...(await fill(actor, resolved, field, value, label)) };
  };
  const filled: Payload[] = [];
  for (const component of components) {
    const { type, id } = component;
    const fields = await Promise.all(fieldsIn(component).map((one) => fillField(one.component, one.label)));
    if (component.component) filled.push({ type, id, component: fields[0] });
    else filled.push(type === ComponentType.ActionRow ? { type, id, components: fields } : { type, id });
  }
  const strange = Object.keys(values).filter((name) => !used.has(name));
  if (strange.length > 0) throw new NotOffered(`the modal has no ${strange.join(', ')}`);
  return { components: filled, resolved };
}

async function fill(
  actor: Actor,
  resolved: Resolved,
  field: Component,
  value: Value | undefined,
  label: string,
): Promise<Payload> {
  const { type, options = [] } = field;
  if (type === ComponentType.TextInput) return { value: textFor(field, value, label) };
  if (type === ComponentType.Checkbox) return { value: value === true };
  const chosen = value === undefined ? defaultValues(field) : listOf(value);
  checkCount(field, chosen.length, label);
  if (type === ComponentType.FileUpload) {
    const ids: string[] = [];
    for (const file of chosen) {
      if (typeof file === 'string') throw new NotOffered(`"${label}" takes files`);
      checkFileType(field.file_types, file);
      ids.push(await uploadFile(actor, resolved, file));
    }
    return { values: ids };
  }
  const picked = chosen.filter((one) => typeof one === 'string');
  const strange = picked.filter((one) => options.length > 0 && !options.some((option) => option.value === one));
  if (strange.length > 0) throw new NotOffered(`"${label}" has no ${strange.join(', ')}`);
  if (isSelect(type) && options.length === 0) for (const id of picked) resolveId(actor, resolved, id);
  return type === ComponentType.RadioGroup ? { value: picked[0] ?? null } : { values: picked };
}

function listOf(value: Value): readonly (string | PickedFile)[] {
  if (typeof value === 'boolean') return [];
  return typeof value === 'string' ? [value] : value;
}

function textFor(field: Component, value: Value | undefined, label: string): string {
  const text = value ?? field.value ?? '';
  if (typeof text !== 'string') throw new NotOffered(`"${label}" takes text`);
  checkCount(field, text.length, label);
  return text;
}

function checkCount(field: Component, count: number, label: string): void {
  const problem = countProblem(field, count);
  if (problem === undefined) return;
  const isText = field.type === ComponentType.TextInput;
  const { min, max } = isText ? textLength(field) : valueCount(field);
  throw new NotOffered(`"${label}" takes ${min} to ${max}${isText ? ' characters' : ''}, not ${count}: ${problem}`);
}
