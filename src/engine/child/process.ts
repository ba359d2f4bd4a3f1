import { constants, setPriority } from 'node:os';
import { openEngine } from '../pipeline/openEngine.js';
import { serveEngine } from './serve.js';

// ONNX Runtime keeps every core busy. Whoever forked this process has others to answer within milliseconds: it goes first.
setPriority(constants.priority.PRIORITY_LOW);
serveEngine(openEngine);
