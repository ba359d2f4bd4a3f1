import { openEngineChild } from '../../src/engine/child.js';

/** A program with an engine: writes the engine process's id, then ends if asked to with `idle`, else waits on a request. */
const engine = await openEngineChild('pack', { entry: new URL('./fixtureEngine.ts', import.meta.url) });
console.log(engine.pid);
if (process.argv[2] !== 'idle') await engine.imagine({ prompt: 'hang' });
