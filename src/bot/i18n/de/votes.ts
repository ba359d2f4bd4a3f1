import type { Texts } from '../texts.js';

/** Votes and rankings. */
export const votes: Texts['votes'] = {
  count: (count) => `${count} ${count === 1 ? 'Stimme' : 'Stimmen'}`,
  vote: 'Abstimmen',
  liked: (what) => `Du hast mit 👍 für ${what} gestimmt.`,
  disliked: (what) => `Du hast mit 👎 gegen ${what} gestimmt.`,
  withdrawn: (what) => `Du hast deine Stimme für ${what} zurückgenommen.`,
  thisPicture: 'dieses Bild',
  tally: (likes, votes) => `${likes} von ${votes} ${votes === 1 ? 'Stimme ist' : 'Stimmen sind'} 👍.`,
  ownAesthetic: 'Das ist deine eigene Ästhetik, deshalb zählt deine Stimme nicht in Ranglisten.',
  ownPicture: 'Das ist dein eigenes Bild, deshalb zählt deine Stimme nicht in Ranglisten.',
  hint: 'Drücke denselben Button noch einmal, um deine Stimme zurückzunehmen, oder den anderen, um sie zu ändern.',
  pictures: 'Nur du siehst diese Nachricht. Andere sehen, wie viele Stimmen es gibt.',
  picture: (index) => `Bild ${index}`,
  yours: (thumb) => `deine Stimme: ${thumb}`,
  skip: 'Überspringen',
  left: (count) => `${count} ${count === 1 ? 'Karte' : 'Karten'} ohne deine Stimme`,
  noCards: 'Hier gibt es keine Karten mehr ohne deine Stimme. `/aesthetic browse` zeigt alle Karten.',
  lastCard: (count) =>
    `Das war die letzte Karte. Du hast ${count} ${count === 1 ? 'Karte' : 'Karten'} übersprungen; mit \`/vote\` siehst du ${count === 1 ? 'sie' : 'sie alle'} wieder.`,
  rankings: {
    titles: {
      cards: 'Ästhetiken nach Stimmen für sie',
      abovePlain: 'Ästhetiken nach Stimmen für ihre Bilder, verglichen mit Bildern ohne Ästhetik',
      ownRate: 'Ästhetiken nach Stimmen für ihre Bilder',
      duels: 'Ästhetiken nach Duellen',
      pictures: 'Bilder nach Stimmen',
      members: 'Mitglieder nach Stimmen für ihre Bilder',
    },
    axes: {
      share: 'Anteil „gefällt mir“, mit 95-%-Intervall',
      difference: 'Vorsprung vor Bildern ohne Ästhetik, 95-%-Intervall',
      wins: 'gewonnene Duelle gegen Bilder ohne Ästhetik, 95-%-Intervall',
    },
    share: (percent) => `${percent} %`,
    difference: (points) => `${points} Punkte`,
    interval: (low, high) => `${low} bis ${high}`,
    explained: {
      cards: 'Geordnet nach dem unteren Ende des 95-%-Intervalls (Wilson).',
      abovePlain:
        'Um wie viel häufiger Bilder mit der Ästhetik gefallen als Bilder ohne, in Prozentpunkten. 95-%-Intervall.',
      ownRate:
        'Wie oft Bilder mit der Ästhetik gefallen. Für einen Vergleich gibt es zu wenige Stimmen zu Bildern ohne Ästhetik.',
      duels:
        'Wie oft die Ästhetik ein Duell gegen ein Bild ohne Ästhetik gewinnt, wenn eines gewinnt: geschätzt aus allen beendeten Duellen und Wahlen (Bradley–Terry). 50 % heißt: so gut wie ohne.',
      pictures: 'Geordnet nach dem unteren Ende des 95-%-Intervalls (Wilson).',
      members:
        'Stimmen zu den Bildern, die ein Mitglied angefragt hat. Geordnet nach dem unteren Ende des 95-%-Intervalls (Wilson).',
    },
    ownWork: 'Stimmen für eigene Werke zählen nicht.',
    open: 'öffnen',
    empty: (period) =>
      `Es gibt keine Stimmen für eine Rangliste (${period}). Benutze \`/vote\` oder drücke 👍 oder 👎 unter einem Bild.`,
    alt: (title, period, lines) => `Diagramm: ${title}, ${period}. ${lines.join('; ')}`,
  },
};
