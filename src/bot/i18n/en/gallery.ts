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
  best: 'Best pictures',
  newest: 'Newest pictures',
  empty: 'There are no pictures here that you can see.',
  votes: (count: number) => (count === 1 ? '1 vote' : `${count} votes`),
} as const;
