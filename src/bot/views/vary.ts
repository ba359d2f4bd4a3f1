import type { Texts } from '../i18n/index.js';
import { button, paragraph, row, select } from './view.js';
import type { View } from './view.js';

/** Below pictures: of one, both kinds of variation; of several, the list to pick from. */
export function varyButtons({ pictures: { buttons: t } }: Texts, id: string, count: number) {
  return count === 1
    ? [button('varySubtle', id, t.varySubtle), button('varyStrong', id, t.varyStrong)]
    : [button('vary', id, t.vary)];
}

/** Each of several pictures, by its place among them, as a start for subtle and for strong variations. At most ten, as in a message. */
export function varyView({ pictures: t }: Texts, id: string, indices: readonly number[]): View {
  const options = indices.flatMap((index) =>
    (['subtle', 'strong'] as const).map((closeness) => ({
      label: t.varyOption[closeness](index + 1),
      value: `${index}-${closeness}`,
    })),
  );
  return {
    components: [paragraph(t.varyTitle), row(select('varyPicture', id, t.varyPlaceholder, options))],
    files: [],
  };
}
