const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Plain text as it stands in XML, HTML or Pango's markup, and between double quotes in them. */
export function escapeXml(plain: string): string {
  return plain.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
