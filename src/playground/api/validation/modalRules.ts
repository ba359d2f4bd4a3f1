import { ComponentType } from 'discord.js';
import type { FieldError } from '../../requestLog.js';
import { walk } from '../../rules/components.js';
import type { Component } from '../../rules/components.js';
import { DiscordError } from '../errors.js';
import { errorsOfControl } from './componentRules.js';

const maxComponents = 5;

/** Rules of a modal as a whole. @throws DiscordError 50035 */
export function checkModal(components: readonly Component[]): void {
  const all = [...walk(components, ['data', 'components'])];
  const ids = all.flatMap(({ component }) => component.custom_id ?? []);
  const wrong: FieldError[] = [
    ...(components.length > maxComponents
      ? [
          {
            path: ['data', 'components'],
            code: 'BASE_TYPE_BAD_LENGTH',
            message: `Must be between 1 and ${maxComponents} in length.`,
          },
        ]
      : []),
    ...(new Set(ids).size < ids.length
      ? [
          {
            path: ['data', 'components'],
            code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
            message: 'Component custom id cannot be duplicated',
          },
        ]
      : []),
    ...all.flatMap(errorsOfControl),
    ...components.flatMap(errorsOfLabels),
  ];
  if (wrong.length > 0) throw new DiscordError(50035, wrong);
}

/** A text input has its label from the Label around it, or, in a row, its own. */
function errorsOfLabels(component: Component, i: number): FieldError[] {
  const path = ['data', 'components', i] as const;
  if (component.type === ComponentType.Label && component.component?.label !== undefined) {
    return [
      {
        path: [...path, 'component', 'label'],
        code: 'COMPONENT_LABEL_FORBIDDEN',
        message: 'A component inside a label cannot have its own',
      },
    ];
  }
  const inRow = component.type === ComponentType.ActionRow ? (component.components ?? []) : [];
  return inRow.flatMap(({ label }, j) =>
    label === undefined
      ? [{ path: [...path, 'components', j, 'label'], code: 'BASE_TYPE_REQUIRED', message: 'This field is required' }]
      : [],
  );
}
