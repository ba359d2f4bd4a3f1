/** The bot's data: what is kept, in Postgres or its embedded form, and pictures on their way. Nothing outside sees Prisma. */
export { openStore, pingRedis } from './store.js';
export type { Store, StoreOptions } from './store.js';
export type { Db } from '../database/connection.js';
export { idOf, newId } from '../database/ids.js';
export { isTransient } from '../transient.js';
export { imageKeys, ttl } from './imageStore.js';
export type { ImageStore } from './imageStore.js';

export { vectorBytes, vectorOf } from '../database/vectors.js';

export * from './facts.js';
export * from './guilds.js';
export { claimIdentify } from './identifyTurns.js';
export * from './packs.js';
export * from './workers.js';
export * from './plainPictures.js';
export * from './privacy/erase.js';
export * from './privacy/exportEntries.js';
export * from './privacy/retention.js';
export * from './privacy/storedImages.js';
export { currentTaste, learnTaste, shareTaste, switchTaste, tasteSwitch } from './memberTastes.js';
export { findWords, keepWords } from './packWords.js';
export { thumbnailsOf, votesOnPictures } from './votedPictures.js';
export type { StoredVotes } from './votedPictures.js';

export * from './aesthetics/blend.js';
export { breedAesthetic, estimatorVotes } from './aesthetics/breed.js';
export { familyOf } from './aesthetics/family.js';
export type { OtherClip, Unmovable } from './aesthetics/otherClip.js';
export * from './aesthetics/reembed.js';
export { refineAesthetic } from './aesthetics/refine.js';
export * from './aesthetics/cards.js';
export { checkName, checkNote, expectNameIsFree, nameKey, noAesthetic, ownTaste } from './aesthetics/names.js';
export { importAesthetic } from './aesthetics/importFile.js';
export * from './aesthetics/update.js';
export { publishBuiltIn } from './aesthetics/builtIn.js';
export { adoptAesthetic, shareAesthetic, unshareAesthetic } from './aesthetics/share.js';
export { aestheticById, aestheticDetails, findAesthetic, listAesthetics, whyUnusable } from './aesthetics/summaries.js';
export {
  currentAesthetic,
  findCurrentByName,
  maxImages,
  findNamedVersion,
  findVersion,
  targetOf,
} from './aesthetics/versions.js';
export type { NamedVersion } from './aesthetics/versions.js';
export type { EmbeddedImage } from './aesthetics/versions.js';

export * from './duels/life.js';
export { duelOf, duelPictures, duelResult, findDuel, isClosed, shownDuelVotes } from './duels/rows.js';
export type { StoredDuel } from './duels/rows.js';
export * from './duels/vote.js';
export { pairsChosen, recordReason } from './duels/choices.js';
export { chooseOfPair, findPair, pairThumbnails, stylePairs, subjectOf } from './duels/pairs.js';
export type { StylePair, Viewer } from './duels/pairs.js';
export { countedVotes } from './duels/votes.js';
export type { CountedVotes } from './duels/votes.js';

export * from './generations/insert.js';
export * from './generations/delivery.js';
export { endedSince } from './generations/ended.js';
export { runWithPriority } from '../database/priorityMutex.js';
export * from './generations/dispatch.js';
export { followPacks, putBack } from './generations/content.js';
export { finishMaking, findMade, purgeMakings } from './generations/making.js';
export * from './generations/painting.js';
export { findGeneration, generationById } from './generations/rows.js';
export type { Reply, StoredGeneration } from './generations/rows.js';
export type { Making, ResolvedOptions, StoredOutcome, StoredProgress } from './generations/jsonColumns.js';

export { countGallery, listGallery } from './pictures/gallery.js';
export type { GalleryFilter } from './pictures/gallery.js';
export * from './contests.js';
export * from './pictures/showcase.js';
export * from './moderation/audit.js';
export * from './moderation/reports.js';
export * from './moderation/rules.js';
export { voteRates } from './moderation/voteRates.js';
export * from './moderation/warnings.js';
export { voteOnAesthetic, voteOnPicture } from './votes/cast.js';
export type { CastVote } from './votes/cast.js';
export { nextCard } from './votes/nextCard.js';
export { aestheticCounts, pictureCounts, shownVotes, votedImages, votedMessages } from './votes/tallies.js';
export { aestheticVotes, bestPictures, memberVotes, pictureVotesByMember, shownPictures } from './votes/rankings.js';
export { atOneMoment, countUnfinished, exportGuild, schemaVersion, storedGuilds } from './moving/exportGuild.js';
export { alreadyHere, archivedTables, guildsHere, importGuilds } from './moving/importGuild.js';
export type { ArchivedGuild } from './moving/importGuild.js';
export { mappedVersions } from './aesthetics/mapped.js';
