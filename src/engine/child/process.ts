import { openEngine } from '../open.js';
import { serveEngine } from './serve.js';

serveEngine(openEngine);
