import { ComponentType } from 'discord.js';
import { isSelect } from '../api/form/controls.js';
import type { Component } from '../world/components.js';
import type { Payload } from '../world/world.js';
import { NotOffered } from './client.js';
import type { Actor } from './client.js';
import { checkFileType, resolveId, uploadFile } from './values.js';
import type { PickedFile, Resolved } from './values.js';

/** Values by label or custom_id: text, the values of a choice, files, a tick. */
export type ModalValues = Readonly<Record<string, string | boolean | readonly string[] | readonly PickedFile[]>>;

type Value = ModalValues[string];

interface Submission {
  readonly components: readonly Payload[];
  readonly resolved: Resolved;
}

/** What the client sends when the form is filled in so. @throws NotOffered: the form would not let the member submit */
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
  for (const { type, id, label = '', component, components: inside = [] } of components) {
    if (component) filled.push({ type, id, component: await fillField(component, label) });
    else if (type === ComponentType.ActionRow) {
      const fields = await Promise.all(inside.map((field) => fillField(field, field.label ?? '')));
      filled.push({ type, id, components: fields });
    } else filled.push({ type, id });
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
  const preset = options.filter((option) => option.default === true).map((option) => option.value);
  const chosen = value === undefined ? preset : listOf(value);
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
  const { required = true, min_length = 0, max_length = 4_000 } = field;
  if (text === '' && !required) return text;
  if (text.length < Math.max(min_length, required ? 1 : 0) || text.length > max_length) {
    throw new NotOffered(`"${label}" takes ${min_length} to ${max_length} characters, not ${text.length}`);
  }
  return text;
}

function checkCount(field: Component, count: number, label: string): void {
  const { required = true, min_values = 1, max_values = field.type === ComponentType.CheckboxGroup ? 10 : 1 } = field;
  if (count === 0 && !required) return;
  if (count < min_values || count > max_values) {
    throw new NotOffered(`"${label}" takes ${min_values} to ${max_values}, not ${count}`);
  }
}
