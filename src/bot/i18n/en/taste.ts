/** Aesthetics out of votes, their family, and members' own taste. Names and prompts come escaped. */
export const taste = {
  bred: (name: string, votes: number, members: number, who: string) =>
    `**${name}** is an aesthetic now, bred by ${who} from ${votes} vote${votes === 1 ? '' : 's'} of ${members} members. Try \`/imagine\` with it.`,
  refined: (name: string, version: number, votes: number, members: number) =>
    `**${name}** is now at version ${version}: its images are weighted by ${votes} vote${votes === 1 ? '' : 's'} of ${members} members on its pictures. Recipes of earlier versions do not change.`,
  cardBefore: (label: string) => `Before: ${label}`,
  cardAfter: (label: string) => `Now: ${label}`,
  family: {
    title: 'Family tree',
    gone: 'deleted',
    elsewhere: 'another server',
    taste: 'a member’s taste',
    /** Of a picture: what came of what, in sentences. */
    alt: (label: string, parents: readonly string[]) => `Family tree of ${label}. ${parents.join('. ')}.`,
    from: (child: string, parents: readonly string[]) => `${child} comes from ${parents.join(', ')}`,
    cut: 'Earlier ancestors are not shown.',
  },
  on: (name: string) =>
    `Your taste is on in this server. From now on, your votes on pictures and your choices in duels, earlier ones included, make an aesthetic for you alone: \`/imagine aesthetic:${name}\`. Nobody else can see or name it; pictures that you paint with it are as public as others. It takes four votes. \`/taste show\` shows what it learned, \`/taste off\` stops using it, \`/taste forget\` erases it.`,
  off: 'Your taste is off in this server. What was learned is kept, and not used. `/taste forget` erases it.',
  forgotten: 'What was learned about your taste here is erased. Your votes remain; `/privacy erase` erases them too.',
  nothingToForget: 'Nothing is known about your taste here.',
  shared: (name: string, who: string) =>
    `**${name}** is an aesthetic now: the taste of ${who}, as their votes show it. Try \`/imagine\` with it.`,
  title: 'Your taste in this server',
  votes: (count: number) => `Learned from ${count} of your votes.`,
  provisional: 'Provisional: with so few votes it may still change a lot.',
  certainty: (percent: number) =>
    `How sure it is: in a test on votes that it had not seen, it gave ${percent} % to what you chose. Guessing would give 50 %.`,
  mixture: (parts: readonly string[], own: number) =>
    parts.length === 0
      ? 'It is near to none of this server’s aesthetics.'
      : `Among this server’s aesthetics: ${parts.join(', ')}. ${own} % of the way goes from there to what your votes alone say.`,
  part: (name: string, percent: number) => `${name} ${percent} %`,
  words: (words: readonly string[]) => `Words nearest to it: ${words.join(', ')}.`,
  best: 'What fits it best of the pictures that you voted on:',
  worst: 'And least:',
  likesMore: 'You like these more than the server does:',
  likesLess: 'And these less:',
  more: 'It needs more votes to show pictures.',
  alt: (prompt: string) => `A picture of “${prompt}”`,
  suggested: (name: string) => `${name} (yours alone)`,
} as const;
