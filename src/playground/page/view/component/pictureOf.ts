import type { Component } from '../../../rules/components.js';
import type { Picture } from '../../state/pageState.js';

type Item = NonNullable<Component['items']>[number];

/** A picture of a gallery or thumbnail. */
export function pictureOf({ media, description }: Item): Picture {
  return { url: media.url, alt: description ?? '', width: media.width ?? null, height: media.height ?? null };
}
