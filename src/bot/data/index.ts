/** The bot's data: what is kept, in Postgres or its embedded form, and pictures on their way. Nothing outside sees Prisma. */
export { openStore } from './store.js';
export type { Store, StoreOptions } from './store.js';
export type { Db } from './database.js';
export { newId } from './ids.js';
export { imageKeys, ttl } from './imageStore.js';
export type { ImageStore } from './imageStore.js';

export { vectorBytes, vectorOf } from './vectors.js';

export * from './facts.js';
export * from './guilds.js';
export * from './packs.js';
export * from './painters.js';
export * from './plainPictures.js';
export * from './privacy.js';

export * from './aesthetics/blending.js';
export * from './aesthetics/cards.js';
export * from './aesthetics/changes.js';
export { publishReadyMade } from './aesthetics/readyMade.js';
export { adoptAesthetic, shareAesthetic, unshareAesthetic } from './aesthetics/sharing.js';
export type { Adoption } from './aesthetics/sharing.js';
export { aestheticById, aestheticDetails, findAesthetic, listAesthetics, whyUnusable } from './aesthetics/summaries.js';
export { currentAesthetic, findVersion, targetOf } from './aesthetics/versions.js';
export type { EmbeddedImage } from './aesthetics/versions.js';

export * from './generations/accept.js';
export * from './generations/delivering.js';
export { askFirst } from './turns.js';
export * from './generations/forDispatch.js';
export * from './generations/painting.js';
export { findGeneration, generationById } from './generations/rows.js';
export type { Reply, StoredGeneration } from './generations/rows.js';
export type { AcceptedWish, StoredError, StoredOutcome, StoredProgress } from './generations/shapes.js';
