/** A module that lets the clock of its process jump ahead by an hour with SIGUSR2, and back with the next. */
export const jumpingClock = `data:text/javascript,${encodeURIComponent(`
  const Real = Date;
  let aheadMs = 0;
  globalThis.Date = class extends Real {
    constructor(...given) { super(...(given.length === 0 ? [Real.now() + aheadMs] : given)); }
    static now() { return Real.now() + aheadMs; }
  };
  process.on('SIGUSR2', () => { aheadMs = aheadMs === 0 ? 3_600_000 : 0; });
`)}`;
