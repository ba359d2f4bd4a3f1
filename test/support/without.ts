/** The same without one field: what an optional field looks like when it is absent. */
export function without<T extends object, K extends keyof T>(value: T, key: K): Omit<T, K> {
  const rest: Partial<T> = { ...value };
  Reflect.deleteProperty(rest, key);
  return rest as Omit<T, K>;
}
