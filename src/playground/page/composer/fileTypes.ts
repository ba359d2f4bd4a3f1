/** What a file dialog lists, for Discord's `file_types`: groups (`image`) and extensions. */
export function acceptOf(types: readonly string[]): string {
  return types
    .map((type) => (['image', 'video', 'audio'].includes(type) ? `${type}/*` : `.${type.replace(/^\./, '')}`))
    .join(',');
}
