/**
 * Decides, half of the times, that a field which Discord's documentation does not promise is left out. The sequence follows from `seed`
 * alone, so that a run can be repeated. A linear congruential generator (Numerical Recipes' constants); its highest bit decides.
 */
export function createOmissions(seed: number): () => boolean {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >= 2 ** 31;
  };
}
