/** Extensions of what Discord shows as pictures: its group `image`. */
const imageExtensions: readonly string[] = ['png', 'gif', 'jpg', 'jpeg', 'jfif', 'webp', 'avif'];

/** In lower case, without the dot; empty where the name has none. */
export function extension(filename: string): string {
  return filename.includes('.') ? filename.slice(filename.lastIndexOf('.') + 1).toLowerCase() : '';
}

export function isImageFile(filename: string): boolean {
  return imageExtensions.includes(extension(filename));
}

/** The extensions that Discord's `file_types` allow: groups (`image`) and extensions, with or without a dot. */
export function allowedExtensions(types: readonly string[]): string[] {
  return types.flatMap((type) => (type === 'image' ? imageExtensions : [type.replace(/^\./, '')]));
}

/** `file_types` as the `accept` attribute of a file input. */
export function acceptAttribute(types: readonly string[]): string {
  return types
    .map((type) => (['image', 'video', 'audio'].includes(type) ? `${type}/*` : `.${type.replace(/^\./, '')}`))
    .join(',');
}
