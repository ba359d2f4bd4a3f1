/** Text states as `length` numbers: filled up with chunks of the empty prompt, which `empty` encodes. The very array where nothing is to fill. */
export async function filled(
  states: Float32Array,
  length: number,
  empty: () => Promise<Float32Array>,
): Promise<Float32Array> {
  if (states.length >= length) return states;
  const filling = await empty();
  const all = new Float32Array(length);
  all.set(states);
  for (let at = states.length; at < length; at += filling.length) all.set(filling, at);
  return all;
}

/** States [positions,d] of several text models, position by position one after another: [positions,Σd]. The very array where there is but one. */
export function sideBySide(all: readonly Float32Array[], positions: number): Float32Array {
  if (all.length === 1) return all[0];
  const widths = all.map((states) => states.length / positions);
  const width = widths.reduce((sum, value) => sum + value, 0);
  const joined = new Float32Array(positions * width);
  let column = 0;
  all.forEach((states, i) => {
    for (let row = 0; row < positions; row++)
      joined.set(states.subarray(row * widths[i], (row + 1) * widths[i]), row * width + column);
    column += widths[i];
  });
  return joined;
}
