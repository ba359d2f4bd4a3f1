import type { Component } from '../../../rules/components.js';
import type { Picture } from '../../state/pageState.js';

type Item = NonNullable<Component['items']>[number];

/** What a gallery shows: the first words are the sender's, the sizes the CDN's. */
export function pictureOf({ media, description }: Item): Picture {
  return { url: media.url, alt: description ?? '', width: media.width ?? null, height: media.height ?? null };
}
