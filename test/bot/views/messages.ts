import { ComponentType } from 'discord.js';
import type { View } from '../../../src/bot/views/view.js';

/** Everything that is read, in order. */
export function textOf({ components }: View): string {
  return components.flatMap((one) => (one.type === ComponentType.TextDisplay ? [one.content] : [])).join('\n');
}

/** Custom ids of buttons and selects, in order. */
export function idsOf({ components }: View): string[] {
  return components.flatMap((one) =>
    one.type === ComponentType.ActionRow
      ? one.components.flatMap((control) => ('custom_id' in control ? [control.custom_id] : []))
      : [],
  );
}

/** Actions of buttons and selects, in order. */
export function actionsOf(view: View): string[] {
  return idsOf(view).map((id) => id.split(':')[1] ?? '');
}

/** What Discord refuses in a message of components (its documentation, "Component Reference"); empty where it takes it. */
export function refusedBy({ components, files }: View): string[] {
  const count = components.reduce(
    (n, one) => n + 1 + (one.type === ComponentType.ActionRow ? one.components.length : 0),
    0,
  );
  const text = textOf({ components, files });
  const galleries = components.filter((one) => one.type === ComponentType.MediaGallery);
  const named = new Set(
    components.flatMap((one) => {
      if (one.type === ComponentType.MediaGallery) return one.items.map(({ media }) => media.url);
      return one.type === ComponentType.File ? [one.file.url] : [];
    }),
  );
  const rows = components.filter((one) => one.type === ComponentType.ActionRow);
  const ids = idsOf({ components, files });
  return [
    ...(count > 40 ? [`${count} components`] : []),
    ...(text.length > 4_000 ? [`${text.length} characters`] : []),
    ...(components.some((one) => one.type === ComponentType.TextDisplay && one.content === '') ? ['empty text'] : []),
    ...(galleries.some(({ items }) => items.length === 0 || items.length > 10) ? ['gallery'] : []),
    ...(galleries.some(({ items }) => items.some(({ description }) => (description ?? '').length > 1_024))
      ? ['alt']
      : []),
    ...(rows.some(({ components }) => components.length === 0 || components.length > 5) ? ['row'] : []),
    ...(new Set(ids).size < ids.length ? ['custom_id twice'] : []),
    ...(ids.some((id) => id.length > 100) ? ['custom_id too long'] : []),
    ...(files.length > 10 ? [`${files.length} files`] : []),
    ...files.filter(({ name }) => !named.has(`attachment://${name}`)).map(({ name }) => `${name} is not shown`),
    ...(named.size > files.length ? ['a component names a file that is not there'] : []),
    ...(new Set(files.map(({ name }) => name)).size < files.length ? ['two files of one name'] : []),
  ];
}
