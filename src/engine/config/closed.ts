import type { z } from 'zod';

/**
 * The same fields and no others: one that is neither of the schema nor `harmless` is refused by its name, since it may change what the
 * model computes. `null` stands for a field that is not used.
 */
export function closed<Shape extends z.ZodRawShape>(schema: z.ZodObject<Shape>, harmless: readonly string[]) {
  const known = new Set([...Object.keys(schema.shape), ...harmless]);
  return schema.loose().superRefine((value, context) => {
    for (const [field, setting] of Object.entries(value))
      if (setting !== null && !known.has(field) && !field.startsWith('_'))
        context.addIssue({
          code: 'custom',
          path: [field],
          message: 'nothing is known of this field, and it may change the pictures',
        });
  });
}
