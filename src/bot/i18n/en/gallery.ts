/** The gallery, the map, the showcase and contests. */
export const gallery = {
  commands: {
    description: 'Browse the pictures of this server',
    aesthetic: 'Only pictures painted with this aesthetic, or none',
    member: 'Only pictures that this member requested',
    sort: 'Which pictures come first (default: best)',
    sorts: { best: 'best by votes', newest: 'newest' },
    map: 'Show how alike the aesthetics of this server are, as a map',
  },
  /** In the picture itself: plain text. */
  mapTitle: 'How alike our aesthetics are',
  mapSubtitle: 'near each other: alike',
  mapTooFew: 'There are fewer than three aesthetics here that can be compared.',
  mapHint: (percent: number) =>
    `Near each other means alike; directions mean nothing. The plane shows ${percent} % of the differences.`,
  mapLeft: (shown: number, left: number) => `Shown are ${shown}, by votes and use; there was no room for ${left} more.`,
  mapAlt: (pairs: readonly string[]) => `A map of aesthetics, near ones alike. ${pairs.join('; ')}`,
  mapNear: (name: string, near: string) => `${name} is nearest to ${near}`,
  best: 'Best pictures',
  newest: 'Newest pictures',
  empty: 'There are no pictures here that you can see.',
  votes: (count: number) => (count === 1 ? '1 vote' : `${count} votes`),
} as const;
