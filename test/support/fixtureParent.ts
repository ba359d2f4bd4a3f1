import { openEngineChild } from '../../src/engine/child.js';

/**
 * A program with an engine: writes the engine process's id, then ends (`idle`), waits for an engine to close that
 * has to be killed (`stuck`), waits on a request (`busy`), or on one that blocks the engine's thread (`blocked`).
 */
const mode = process.argv[2];
const engine = await openEngineChild(mode, { entry: new URL('./fixtureEngine.ts', import.meta.url) });
const tell = (): void => {
  console.log(engine.pid);
};
if (mode === 'blocked') await engine.imagine({ prompt: 'block' }, { onProgress: tell });
tell();
if (mode === 'busy') await engine.imagine({ prompt: 'hang' });
if (mode === 'stuck') await engine.close();
