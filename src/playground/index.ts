/** A Discord on this machine to test a bot against. Other folders import this file only. */
export { createClock } from './clock.js';
export { NotOffered } from './member/availability.js';
export { startDiscord } from './start.js';
export type { Discord } from './start.js';
