import type { DuelErrorTexts } from '../errors.js';

const votes = (count: number): string => `${count} vote${count === 1 ? '' : 's'}`;

/** Duels, pairs to compare, and the best of several pictures. Names come escaped. */
export const duels = {
  /** `when`: Discord shows how long it is until then. */
  open: (when: string) =>
    `Which picture do you prefer, A (the first) or B (the second)? Both have the same prompt and seed. Voting ends ${when}; then the names and totals are shown.`,
  closed: 'This duel is closed.',
  alt: (side: string, prompt: string) => `Picture ${side} of a duel: ${prompt}`,
  altNamed: (side: string, prompt: string, name: string) =>
    `Picture ${side} of a duel: ${prompt}. Painted with: ${name}`,
  buttons: { equal: 'Equal', close: 'Close now', rematch: 'Rematch', skip: 'Skip', stop: 'Stop' },
  plain: 'plain (no aesthetic)',
  deleted: (name: string) => `${name} (deleted)`,
  erased: 'an aesthetic that was erased',
  won: (side: string, name: string) => `**${side}** wins: **${name}**`,
  draw: 'It is a draw.',
  noVotes: 'Nobody voted.',
  side: (side: string, name: string, count: number) => `${side}: ${name} · ${votes(count)}`,
  equal: (count: number) => `Equal: ${votes(count)}`,
  ownVotes: (count: number) =>
    `Not counted in rankings: ${votes(count)} of the member who started the duel or made one of the aesthetics.`,
  chosen: (choice: string) =>
    `Your choice: **${choice}**. Press another button to change it, or the same one again to take it back.`,
  takenBack: 'You took your choice back.',
  own: 'It does not count in rankings, because you requested the pictures or made one of the aesthetics.',
  why: 'What made the difference? You do not have to answer.',
  reasons: { colour: 'Colour and light', texture: 'Texture and line', subject: 'The subject' },
  reasonKept: (reason: string) => `Thank you. Your reason: **${reason}**.`,
  subjectKept: 'What the subject decided does not count as a choice of style.',
  pair: 'Which picture do you prefer, A (the first) or B (the second)? Both have the same prompt.',
  pairAlt: (side: string, prompt: string) => `Picture ${side}: ${prompt}`,
  noPairs:
    'There is nothing to compare for you here now. It takes two pictures of the same prompt with different aesthetics, or one without: a duel makes them, and so does the button “Compare with plain”. `/duel start` starts a duel.',
  stopped: (count: number) => `Stopped. Pairs you compared in this server: ${count}.`,
  closing: 'Voting is over. The result is being posted.',
  best: 'Which is the best?',
  picture: (number: number) => `picture ${number}`,
} as const;

export const duelCommands = {
  description: 'Compare aesthetics blind: vote on two pictures of the same prompt',
  start: 'Paint a prompt with two aesthetics and let members vote on the pictures blind',
  prompt: 'What to paint',
  left: 'An aesthetic, or plain for none (default: the bot picks a pair)',
  right: 'Another aesthetic, or plain for none (default: the bot picks one)',
  minutes: 'How many minutes members can vote: 1 to 10080, a week (default: 60)',
  stream: 'Compare pairs of pictures from this server, one after another; only you see them',
};

export const duelErrors: DuelErrorTexts = {
  duelSame: 'A duel needs two different sides: choose two aesthetics, or one and plain.',
  duelMinutes: ({ least, most }) =>
    `A duel lasts a whole number of minutes from ${least} to ${most}. Choose a number in this range.`,
  duelNoAesthetics:
    'A duel needs an aesthetic, and there is none here that can be used. /aesthetic create makes one from a few images.',
  duelGone: 'This duel no longer exists: its pictures were deleted, or it was cancelled.',
  duelNotOpen: 'This duel is not open.',
  notYourDuel: 'Only the member who started this duel and members with Manage Messages can close it early.',
  pairGone: 'At least one of these pictures was deleted. /duel stream shows other pairs.',
  choiceGone: 'This choice no longer exists: you took it back.',
};
