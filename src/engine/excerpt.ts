/** Of a text out of a file, in a message. */
const mostCharacters = 60;

/**
 * A text that a stranger's file chose (a tensor's name, a key, a type), for a message: on one line, without control characters, at most
 * 60 UTF-16 units, where an ellipsis says that it was cut. Takes the same time however long the text is.
 */
export function excerpt(text: string): string {
  // Half of a surrogate pair at the cut would be no character.
  const kept =
    text.length <= mostCharacters ? text : `${text.slice(0, mostCharacters - 1).replace(/[\ud800-\udbff]$/, '')}…`;
  return kept.replaceAll(/[\p{Cc}\u2028\u2029]/gu, '\ufffd');
}

/** A shape that a stranger's file claims, `[1,768]`, cut likewise. */
export function shapeExcerpt(shape: readonly number[]): string {
  return excerpt(`[${shape.slice(0, mostCharacters).join()}]`);
}
