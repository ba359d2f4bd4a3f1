import type { DuelErrorTexts } from '../errors.js';
import type { Texts } from '../texts.js';

const votes = (count: number): string => `${count} ${count === 1 ? 'Stimme' : 'Stimmen'}`;

export const duels: Texts['duels'] = {
  open: (when) =>
    `Welches Bild gefällt dir besser, A (das erste) oder B (das zweite)? Beide haben denselben Prompt und Seed. Die Abstimmung endet ${when}; dann siehst du Namen und Stimmen.`,
  closed: 'Dieses Duell ist beendet.',
  alt: (side, prompt) => `Bild ${side} eines Duells: ${prompt}`,
  altNamed: (side, prompt, name) => `Bild ${side} eines Duells: ${prompt}. Gemalt mit: ${name}`,
  buttons: {
    equal: 'Gleich gut',
    close: 'Jetzt beenden',
    rematch: 'Revanche',
    skip: 'Überspringen',
    stop: 'Aufhören',
  },
  plain: 'ohne Ästhetik',
  deleted: (name) => `${name} (gelöscht)`,
  erased: 'eine Ästhetik, deren Daten gelöscht wurden',
  won: (side, name) => `**${side}** gewinnt: **${name}**`,
  draw: 'Unentschieden.',
  noVotes: 'Niemand hat abgestimmt.',
  side: (side, name, count) => `${side}: ${name} · ${votes(count)}`,
  equal: (count) => `Gleich gut: ${votes(count)}`,
  ownVotes: (count) =>
    `Zählt nicht für Ranglisten: ${votes(count)} von Mitgliedern, die das Duell gestartet oder eine der Ästhetiken erstellt haben.`,
  chosen: (choice) =>
    `Deine Wahl: **${choice}**. Ein anderer Button ändert sie, derselbe noch einmal nimmt sie zurück.`,
  takenBack: 'Du hast deine Wahl zurückgenommen.',
  own: 'Sie zählt nicht für Ranglisten, weil du die Bilder angefragt oder eine der Ästhetiken erstellt hast.',
  why: 'Was hat den Ausschlag gegeben? Du musst nicht antworten.',
  reasons: { colour: 'Farbe und Licht', texture: 'Textur und Linie', subject: 'Das Motiv' },
  reasonKept: (reason) => `Danke. Dein Grund: **${reason}**.`,
  subjectKept: 'Was das Motiv entschieden hat, zählt nicht als Wahl eines Stils.',
  pair: 'Welches Bild gefällt dir besser, A (das erste) oder B (das zweite)? Beide haben denselben Prompt.',
  pairAlt: (side, prompt) => `Bild ${side}: ${prompt}`,
  noPairs:
    'Hier gibt es gerade nichts für dich zu vergleichen. Dafür braucht es zwei Bilder desselben Prompts mit verschiedenen Ästhetiken oder eines ohne: Ein Duell malt sie, und auch der Button „Mit und ohne vergleichen“. `/duel start` startet ein Duell.',
  stopped: (count) => `Beendet. Paare, die du auf diesem Server verglichen hast: ${count}.`,
  closing: 'Die Abstimmung ist vorbei. Das Ergebnis erscheint gleich.',
  best: 'Welches ist das beste?',
  picture: (number) => `Bild ${number}`,
};

export const duelCommands: Texts['commands']['duel'] = {
  description: 'Vergleiche Ästhetiken blind: Stimme über zwei Bilder desselben Prompts ab',
  start: 'Male einen Prompt mit zwei Ästhetiken und lass die Mitglieder blind abstimmen',
  prompt: 'Was gemalt werden soll',
  left: 'Eine Ästhetik oder plain für keine (Standard: der Bot wählt ein Paar)',
  right: 'Eine andere Ästhetik oder plain für keine (Standard: der Bot wählt eine)',
  minutes: 'Wie viele Minuten abgestimmt wird: 1 bis 10080, eine Woche (Standard: 60)',
  stream: 'Vergleiche ein Paar von Bildern dieses Servers nach dem anderen; nur du siehst sie',
};

export const duelErrors: DuelErrorTexts = {
  duelSame: 'Ein Duell braucht zwei verschiedene Seiten: Wähle zwei Ästhetiken, oder eine und plain.',
  duelMinutes: ({ least, most }) =>
    `Ein Duell dauert eine ganze Zahl von Minuten von ${least} bis ${most}. Wähle eine Zahl in diesem Bereich.`,
  duelNoAesthetics:
    'Ein Duell braucht eine Ästhetik, und hier gibt es keine, die sich verwenden lässt. /aesthetic create erstellt eine aus ein paar Bildern.',
  duelGone: 'Dieses Duell gibt es nicht mehr: Seine Bilder wurden gelöscht, oder es wurde abgebrochen.',
  duelNotOpen: 'Dieses Duell ist nicht offen.',
  notYourDuel:
    'Dieses Duell darf nur vorzeitig beenden, wer es gestartet hat oder die Berechtigung „Nachrichten verwalten“ hat.',
  pairGone: 'Mindestens eines dieser Bilder wurde gelöscht. /duel stream zeigt andere Paare.',
  choiceGone: 'Diese Wahl gibt es nicht mehr: Du hast sie zurückgenommen.',
};
