import { array, core, unknown } from 'zod/mini';
import { isRecord } from '../../json.js';
import type { FieldError } from '../../requestLog.js';

type Schema = core.$ZodType;
type Path = readonly (string | number)[];

/**
 * Where a value differs from a schema, strictly: a field that the schema does not name is one too. Of a union, the branch that the value's
 * `type` names decides, so that the error is about the field that is wrong.
 */
export function fieldErrors(schema: Schema, value: unknown, path: Path = []): FieldError[] {
  const { def } = (schema as core.$ZodTypes)._zod;
  switch (def.type) {
    case 'lazy':
      return fieldErrors(def.getter(), value, path);
    case 'optional':
      return value === undefined ? [] : fieldErrors(def.innerType, value, path);
    case 'nullable':
      return value === null ? [] : fieldErrors(def.innerType, value, path);
    case 'union':
      return errorsOfUnion(def.options, value, path);
    case 'array':
      if (!Array.isArray(value)) return errorsOfLeaf(schema, value, path);
      return [
        // Checks the length only; the items are checked below.
        ...errorsOfLeaf(array(unknown()).check(...((def.checks ?? []) as core.$ZodCheck<unknown[]>[])), value, path),
        ...value.flatMap((item, i) => fieldErrors(def.element, item, [...path, i])),
      ];
    case 'object':
      return isRecord(value) ? errorsOfObject(def.shape, value, path) : errorsOfLeaf(schema, value, path);
    default:
      return errorsOfLeaf(schema, value, path);
  }
}

function errorsOfObject(
  shape: Readonly<Record<string, Schema>>,
  value: Record<string, unknown>,
  path: Path,
): FieldError[] {
  const foreign = Object.keys(value).filter((key) => !(key in shape));
  return [
    ...foreign.map((key) => ({
      path: [...path, key],
      code: 'UNKNOWN_FIELD',
      message: 'Discord’s published schema has no such field.',
    })),
    ...Object.entries(shape).flatMap(([key, field]) => fieldErrors(field, value[key], [...path, key])),
  ];
}

function errorsOfUnion(options: readonly Schema[], value: unknown, path: Path): FieldError[] {
  const named = isRecord(value) && 'type' in value ? options.filter((option) => takesType(option, value['type'])) : [];
  const tried = (named.length > 0 ? named : options).map((option) => fieldErrors(option, value, path));
  const best = tried.reduce((least, one) => (one.length < least.length ? one : least));
  if (best.length === 0 || named.length > 0 || !isRecord(value) || !('type' in value)) return best;
  const types = options.flatMap(typesOf).join(', ');
  return [
    {
      path: [...path, 'type'],
      code: 'UNION_TYPE_CHOICES',
      message: `Value of field "type" must be one of (${types}).`,
    },
  ];
}

function takesType(option: Schema, type: unknown): boolean {
  return typesOf(option).includes(type);
}

function typesOf(option: Schema): unknown[] {
  const { def } = (option as core.$ZodTypes)._zod;
  if (def.type === 'lazy') return typesOf(def.getter());
  if (def.type !== 'object' || !('type' in def.shape)) return [];
  const type = (def.shape['type'] as core.$ZodTypes)._zod.def;
  return type.type === 'literal' ? [...type.values] : [];
}

function errorsOfLeaf(schema: Schema, value: unknown, path: Path): FieldError[] {
  if (value === undefined && !core.safeParse(schema, value).success) {
    return [{ path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }];
  }
  const { error } = core.safeParse(schema, value);
  return (error?.issues ?? []).map((issue) => ({ path: [...path, ...keys(issue.path)], ...words(issue) }));
}

function keys(path: readonly PropertyKey[]): (string | number)[] {
  return path.map((key) => (typeof key === 'number' ? key : String(key)));
}

/** Zod's issue in Discord's words. */
function words(issue: core.$ZodIssue): { code: string; message: string } {
  switch (issue.code) {
    case 'too_big':
      if (isNumber(issue.origin)) return { code: 'NUMBER_TYPE_MAX', message: `Must be at most ${issue.maximum}.` };
      return { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` };
    case 'too_small':
      if (isNumber(issue.origin)) return { code: 'NUMBER_TYPE_MIN', message: `Must be at least ${issue.minimum}.` };
      return { code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${issue.minimum} or more in length.` };
    case 'invalid_value':
      return { code: 'BASE_TYPE_CHOICES', message: `Value must be one of (${issue.values.map(String).join(', ')}).` };
    case 'invalid_type':
      return { code: 'BASE_TYPE_BAD_TYPE', message: `Expected ${issue.expected}.` };
    default:
      return { code: `BASE_TYPE_${issue.code.toUpperCase()}`, message: issue.message };
  }
}

function isNumber(origin: string): boolean {
  return origin === 'number' || origin === 'int';
}
