/** A Discord of one's own, to test a bot against. The only door of this folder. */
export { createClock } from './clock.js';
export { NotOffered } from './member/availability.js';
export { startDiscord } from './start.js';
export type { Discord } from './start.js';
