import type { ButtonStyle, ComponentType, TextInputStyle } from 'discord.js';
import { componentType } from './discordEnums.js';

/** A component of a message or a modal. Only the fields that the playground reads are declared. */
export interface Component {
  readonly type: ComponentType;
  readonly id?: number;
  readonly custom_id?: string;
  readonly components?: readonly Component[];
  /** Of a label. */
  readonly component?: Component;
  /** Of a section. */
  readonly accessory?: Component;
  readonly items?: readonly MediaItem[];
  readonly media?: Media;
  readonly file?: Media;
  readonly content?: string;
  readonly label?: string;
  readonly description?: string | null;
  readonly placeholder?: string;
  readonly style?: ButtonStyle | TextInputStyle;
  readonly url?: string;
  readonly sku_id?: string;
  readonly emoji?: { readonly name?: string | null };
  readonly disabled?: boolean;
  readonly required?: boolean;
  readonly value?: string;
  readonly options?: readonly SelectOption[];
  readonly min_values?: number;
  readonly max_values?: number;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly file_types?: readonly string[];
  readonly spoiler?: boolean;
  /** Of a container: 0xRRGGBB. */
  readonly accent_color?: number | null;
  /** Of a separator. */
  readonly divider?: boolean;
  readonly spacing?: number;
}

export interface SelectOption {
  readonly label: string;
  readonly value: string;
  readonly description?: string;
  readonly default?: boolean;
}

interface Media {
  readonly url: string;
  /** Set by the CDN; absent in requests. */
  readonly width?: number | null;
  readonly height?: number | null;
}

interface MediaItem {
  readonly media: Media;
  readonly description?: string | null;
  readonly spoiler?: boolean;
}

/** A component and its path in the request, for errors. */
export interface LocatedComponent {
  readonly component: Component;
  readonly path: readonly (string | number)[];
}

/** All components, nested ones after their parent, in the order of reading. */
export function* walk(
  components: readonly Component[],
  path: readonly (string | number)[],
): Generator<LocatedComponent> {
  for (const [i, component] of components.entries()) yield* walkOne(component, [...path, i]);
}

function* walkOne(component: Component, path: readonly (string | number)[]): Generator<LocatedComponent> {
  yield { component, path };
  yield* walk(component.components ?? [], [...path, 'components']);
  if (component.component) yield* walkOne(component.component, [...path, 'component']);
  if (component.accessory) yield* walkOne(component.accessory, [...path, 'accessory']);
}

/** All components as a list, nested ones after their parent. */
export function flatten(components: readonly Component[]): Component[] {
  return [...walk(components, [])].map(({ component }) => component);
}

/** The media of a component, and their paths. */
export function mediaOf({ component, path }: LocatedComponent): { media: Media; path: readonly (string | number)[] }[] {
  const items = (component.items ?? []).map(({ media }, i) => ({ media, path: [...path, 'items', i, 'media'] }));
  const own = component.media ? [{ media: component.media, path: [...path, 'media'] }] : [];
  const file = component.file ? [{ media: component.file, path: [...path, 'file'] }] : [];
  return [...items, ...own, ...file];
}

/** A copy of the tree with all its media replaced. */
export function mapMedia(component: Component, replace: (media: Media) => Media): Component {
  const each = (parts: readonly Component[]) => parts.map((part) => mapMedia(part, replace));
  return {
    ...component,
    ...(component.components && { components: each(component.components) }),
    ...(component.accessory && { accessory: mapMedia(component.accessory, replace) }),
    ...(component.items && { items: component.items.map((item) => ({ ...item, media: replace(item.media) })) }),
    ...(component.media && { media: replace(component.media) }),
    ...(component.file && { file: replace(component.file) }),
  };
}

/** Gives components without an id one, as Discord does. */
export function numberComponents(components: readonly Component[]): Component[] {
  const taken = new Set(flatten(components).map(({ id }) => id));
  let next = 1;
  const numberOne = (component: Component): Component => {
    // 0 counts as none.
    let id = component.id ?? 0;
    if (id === 0) {
      while (taken.has(next)) next++;
      id = next++;
    }
    return {
      ...component,
      id,
      ...(component.components && { components: component.components.map(numberOne) }),
      ...(component.component && { component: numberOne(component.component) }),
      ...(component.accessory && { accessory: numberOne(component.accessory) }),
    };
  };
  return components.map(numberOne);
}

const selects: readonly number[] = [
  componentType.stringSelect,
  componentType.userSelect,
  componentType.roleSelect,
  componentType.mentionableSelect,
  componentType.channelSelect,
];

export function isSelect(type: number): boolean {
  return selects.includes(type);
}
