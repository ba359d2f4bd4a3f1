/** The gallery, the map, the showcase and contests. */
export const gallery = {
  commands: {
    description: 'Browse the pictures of this server',
    aesthetic: 'Only pictures painted with this aesthetic, or none',
    member: 'Only pictures that this member requested',
    sort: 'Which pictures come first (default: best)',
    sorts: { best: 'best by votes', newest: 'newest' },
    map: 'Show how alike the aesthetics of this server are, as a map',
    contest: 'Open a thread in which members paint with one aesthetic, and rank the pictures at the end',
    contestAesthetic: 'The aesthetic to paint with',
    contestHours: 'For how many hours (default: 24)',
    contestTitle: 'What it is called',
  },
  contestTitle: (aesthetic: string) => `Contest: ${aesthetic}`,
  contestOpened: (title: string, aesthetic: string, thread: string, when: string) =>
    `**${title}**: a contest with the aesthetic **${aesthetic}** is open in ${thread}. It ends ${when}.`,
  contestHow: (aesthetic: string, when: string) =>
    `Paint in this thread with \`/imagine\` and the aesthetic **${aesthetic}**: every picture is an entry. Vote on the entries of others with 👍 and 👎. The contest ends ${when}.`,
  contestRules:
    'Ranked by the lower end of the interval for the share of likes (Wilson). Votes on own pictures do not count; equal scores share a rank.',
  contestEnd: (title: string) => `${title} is over`,
  contestNoVotes: 'Nobody voted on an entry of somebody else, so there is no ranking.',
  contestCounts: (entries: number, without: number) =>
    `Entries: ${entries}, of which ${without} without votes of others.`,
  contestAll: 'Show all entries',
  contestNoEntries: 'There are no entries.',
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
