import { openEngineChild } from '../../src/engine/child.js';

/**
 * A program with an engine: writes the engine process's id, then ends (`idle`), waits for an engine to close that
 * has to be killed (`stuck`), or waits on a request (`busy`).
 */
const mode = process.argv[2];
const engine = await openEngineChild(mode, { entry: new URL('./fixtureEngine.ts', import.meta.url) });
console.log(engine.pid);
if (mode === 'busy') await engine.imagine({ prompt: 'hang' });
if (mode === 'stuck') await engine.close();
