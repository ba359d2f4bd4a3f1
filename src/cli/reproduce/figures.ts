import type { FigureName } from './figureNames.js';

/** What one figure of the paper is made of. */
export interface FigureFacts {
  readonly title: string;
  /** What it asks, for the page. */
  readonly about: string;
  /** The paper's aesthetics in it. */
  readonly looks: readonly string[];
  readonly prompts: readonly string[];
  /** Of prompts of a pack that draws few subjects. */
  readonly promptCount: number;
  readonly seeds: number;
  /** Whether a look is also asked for by its name in the prompt. */
  readonly keywords: boolean;
  /** Seeds of each prompt that grids show, at most. */
  readonly seedsShown: number;
}

/** Of the authors' README, in its order; the paper names no others. */
const readmePrompts = [
  'Roman city on top of a ridge, sci-fi illustration by Greg Rutkowski #sci-fi detailed vivid colors gothic concept illustration by James Gurney and Zdzislaw Beksiński vivid vivid colorsg concept illustration colorful interior',
  'Cyberpunk ikea, close up shot from the top, anime art, greg rutkowski, studio ghibli, dramatic lighting',
  'A portal towards other dimension',
  'a painting of a tree, oil on canvas',
  'a gothic cathedral in a stunning landscape by Jean-Honoré Fragonard',
  'robotic cat with wings',
];

/** The paper's own 25 are in none of its files: these are as many of different subjects. */
const manyPrompts = [
  'a castle on a hill',
  'a portrait of an old sailor',
  'a bowl of fruit on a table',
  'a city street in the rain',
  'a fox in the snow',
  'a lighthouse at night',
  'a steam train on a bridge',
  'a market in Morocco',
  'a cup of coffee and a book',
  'a whale under the sea',
  'a robot in a garden',
  'a mountain lake at dawn',
  'a dancer on a stage',
  'an astronaut on a beach',
  'a library with tall windows',
  'a horse in a field',
  'a spaceship over a desert',
  'a house in a forest',
  'a dragon on a tower',
  'a child with a red balloon',
  'a bouquet of tulips',
  'a ship in a storm',
  'an owl on a branch',
  'a temple in the jungle',
  'a bicycle against a wall',
];

export const figures: Readonly<Record<FigureName, FigureFacts>> = {
  figure1: {
    title: 'Figure 1: plain, SAC₈₊, LAION₇₊',
    about: 'The same prompts and seeds without an aesthetic, towards SAC₈₊ and towards LAION₇₊.',
    looks: ['sac_8plus', 'laion_7plus'],
    prompts: readmePrompts,
    promptCount: 6,
    seeds: 2,
    keywords: false,
    seedsShown: 2,
  },
  figure2: {
    title: 'Figure 2 and Table 1: scores without and with SAC₈₊',
    about: 'Do pictures that are personalised towards SAC₈₊ score higher than plain ones, and what does it cost?',
    looks: ['sac_8plus'],
    prompts: manyPrompts,
    promptCount: 25,
    seeds: 6,
    keywords: false,
    seedsShown: 1,
  },
  figure3: {
    title: 'Figure 3: plain, keyword, personalised',
    about: 'Is a look reached better by its name in the prompt, or by personalising towards pictures of it?',
    looks: ['aivazovsky', 'cloudcore', 'gloomcore', 'glowwave'],
    prompts: [...readmePrompts.slice(2, 4), 'a gothic cathedral in a stunning landscape', 'a castle on a hill'],
    promptCount: 4,
    seeds: 2,
    keywords: true,
    seedsShown: 2,
  },
};

/**
 * The prompts of a figure: the paper's, or for a pack that draws certain subjects alone, so many of those, evenly from its list; plurals are
 * left out, since "a grapes" is no prompt.
 */
export function promptsFor({ prompts, promptCount }: FigureFacts, knows: readonly string[]): readonly string[] {
  const subjects = knows.filter((subject) => !/[^us]s$/i.test(subject));
  if (subjects.length === 0) return prompts;
  const count = Math.min(promptCount, subjects.length);
  return Array.from({ length: count }, (_, i) => {
    const subject = subjects[Math.floor((i * subjects.length) / count)];
    return `${/^(?:[aeio]|um|hour)/i.test(subject) ? 'an' : 'a'} ${subject}`;
  });
}

/** The prompt that names a look, as the paper's Figure 3 has it. */
export function withKeyword(prompt: string, look: string): string {
  return look === 'aivazovsky' ? `${prompt} by Aivazovsky` : `${prompt}, ${look}`;
}
