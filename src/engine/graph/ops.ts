/** Every op, by the kind of what it does. */
export * from './ops/elementwise.js';
export * from './ops/linear.js';
export * from './ops/layout.js';
export * from './ops/image.js';
export * from './ops/quantise.js';
