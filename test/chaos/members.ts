import { setTimeout as sleep } from 'node:timers/promises';
import type { Discord } from '../../src/playground/index.js';
import { example } from '../e2e/support/files.js';
import { isPicture, labels } from '../e2e/support/shown.js';
import type { Exchange, Member, Message } from '../e2e/support/shown.js';

/** What became of what members did. */
export interface Tally {
  /** Requests for pictures and for aesthetics, each time that one was made. */
  asked: number;
  /** Discord said that the application did not respond, or the reply stayed "thinking": the member asked again. */
  unanswered: number;
  /** Refused at once, in words: nothing was accepted. */
  refused: number;
  painted: number;
  made: number;
  /** Accepted, and ended with an explanation. */
  failed: number;
  /** Votes that were confirmed. */
  votes: number;
  /** Accepted requests that did not end in time: there must be none. */
  readonly lost: string[];
  readonly explanations: Record<string, number>;
  /** Of accepted requests, from the command to its end. */
  readonly seconds: number[];
}

export function newTally(): Tally {
  return {
    ...{ asked: 0, unanswered: 0, refused: 0, painted: 0, made: 0, failed: 0, votes: 0 },
    ...{ lost: [], explanations: {}, seconds: [] },
  };
}

/** After that a member who sees nothing asks again. */
const answerMs = 30_000;
/** An accepted request ends within this time, whatever happens meanwhile. */
const endMs = 300_000;
/** Who was refused waits a little. */
const againMs = 2_000;
/** A member makes another aesthetic after so many pictures. */
const picturesEach = 10;

/** A member makes an aesthetic, paints with it and votes with another on each picture, until `isOver`. */
export async function takePart(
  discord: Discord,
  [name, voterName]: readonly [name: string, voter: string],
  server: string,
  tally: Tally,
  isOver: () => boolean,
): Promise<void> {
  const member = discord.member(name, server);
  const voters = [member, discord.member(voterName, server)];
  const subjects = ['umbrella', 'panda', 'whale'];
  const [image1, image2, image3] = await Promise.all(subjects.map((subject) => example('sepia', subject)));
  let aesthetic: string | undefined;
  for (let i = 0; !isOver(); i++) {
    if (i % picturesEach === 0) {
      const wanted = `${name} ${i}`;
      const made = await ask(
        () => member.slash('/aesthetic create', { name: wanted, image1, image2, image3 }),
        ({ text }) => text.includes(`**${wanted}** is an aesthetic now`),
        tally,
        isOver,
      );
      if (made) {
        tally.made += 1;
        aesthetic = wanted;
      }
    }
    const options = { prompt: `${name} ${i}`, steps: 2, seed: i, ...(aesthetic !== undefined && { aesthetic }) };
    const picture = await ask(() => member.slash('/imagine', options), isPicture, tally, isOver);
    if (!picture) continue;
    tally.painted += 1;
    for (const voter of voters) if (await vote(voter, picture)) tally.votes += 1;
  }
}

const explanations = ['This could not be done', 'This picture could not be painted'];

/** Whether the reply says why nothing came of it. */
export function isExplained({ text }: Message): boolean {
  return explanations.some((words) => text.includes(words));
}

/** Asks until it is accepted and has ended. Undefined where it ended with an explanation, or the time is over. */
async function ask(
  act: () => Promise<Exchange>,
  isDone: (message: Message) => boolean,
  tally: Tally,
  isOver: () => boolean,
): Promise<Message | undefined> {
  while (!isOver()) {
    tally.asked += 1;
    const from = performance.now();
    const asked = await act();
    const first = await asked.reply(() => true, answerMs).catch(() => undefined);
    if (!first) {
      tally.unanswered += 1;
      continue;
    }
    const isWaiting = (message: Message): boolean => labels(message).includes('Cancel');
    if (!isWaiting(first) && !isDone(first) && !isExplained(first)) {
      tally.refused += 1;
      count(tally, first.text);
      await sleep(againMs);
      continue;
    }
    const end = await asked
      .reply((message) => isDone(message) || isExplained(message), endMs)
      .catch((error: unknown) => String(error));
    if (typeof end === 'string') {
      tally.lost.push(end);
      return undefined;
    }
    tally.seconds.push((performance.now() - from) / 1000);
    if (isDone(end)) return end;
    tally.failed += 1;
    count(tally, end.text);
    return undefined;
  }
  return undefined;
}

/** Votes until it is confirmed. False where it never was. */
async function vote(voter: Member, picture: Message): Promise<boolean> {
  for (const end = Date.now() + endMs; Date.now() < end;) {
    const answer = await voter
      .press(picture, '👍')
      .reply(() => true, answerMs)
      .catch(() => undefined);
    if (answer?.text.includes('You voted 👍')) return true;
    if (answer) await sleep(againMs);
  }
  return false;
}

/** Words without what differs from one to the next. */
function count({ explanations }: Tally, text: string): void {
  const words = text
    .replace(/\b[0-9a-f]{8}\b|\d+/g, '…')
    .split('\n')
    .join(' ');
  explanations[words] = (explanations[words] ?? 0) + 1;
}
