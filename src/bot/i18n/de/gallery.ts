import type { Texts } from '../texts.js';

export const gallery: Texts['gallery'] = {
  commands: {
    description: 'Sieh dir die Bilder dieses Servers an',
    aesthetic: 'Nur mit dieser Ästhetik gemalte Bilder oder none für ohne',
    member: 'Nur Bilder, die dieses Mitglied angefragt hat',
    sort: 'Welche Bilder zuerst kommen (Standard: beste)',
    sorts: { best: 'beste nach Stimmen', newest: 'neueste' },
    map: 'Zeige als Karte, wie ähnlich sich die Ästhetiken dieses Servers sind',
    contest: 'Öffne einen Thread, in dem mit einer Ästhetik gemalt und am Ende gewertet wird',
    contestAesthetic: 'Die Ästhetik, mit der gemalt wird',
    contestHours: 'Für wie viele Stunden (Standard: 24)',
    contestTitle: 'Wie er heißt',
  },
  contestTitle: (aesthetic) => `Wettbewerb: ${aesthetic}`,
  contestOpened: (title, aesthetic, thread, when) =>
    `**${title}**: Ein Wettbewerb mit der Ästhetik **${aesthetic}** läuft in ${thread}. Er endet ${when}.`,
  contestHow: (aesthetic, when) =>
    `Malt in diesem Thread mit \`/imagine\` und der Ästhetik **${aesthetic}**: Jedes Bild nimmt teil. Stimmt mit 👍 und 👎 über die Bilder anderer ab. Der Wettbewerb endet ${when}.`,
  contestRules:
    'Gewertet nach dem unteren Ende des Intervalls für den Anteil der Zustimmung (Wilson). Stimmen für eigene Bilder zählen nicht; gleiche Werte teilen sich einen Rang.',
  contestEnd: (title) => `${title} ist zu Ende`,
  contestNoVotes: 'Niemand hat über ein Bild von jemand anderem abgestimmt, also gibt es keine Wertung.',
  contestCounts: (entries, without) => `Bilder: ${entries}, davon ${without} ohne Stimmen anderer.`,
  contestAll: 'Alle Bilder zeigen',
  contestNoEntries: 'Es gibt keine Bilder.',
  /** In the picture itself: plain text. */
  mapTitle: 'Wie ähnlich sich unsere Ästhetiken sind',
  mapSubtitle: 'nah beieinander: ähnlich',
  mapTooFew: 'Hier gibt es weniger als drei Ästhetiken, die sich vergleichen lassen.',
  mapHint: (percent) =>
    `Nah beieinander heißt ähnlich; Richtungen bedeuten nichts. Die Ebene zeigt ${percent} % der Unterschiede.`,
  mapLeft: (shown, left) => `Gezeigt sind ${shown}, nach Stimmen und Nutzung; für ${left} weitere war kein Platz.`,
  mapAlt: (pairs) => `Eine Karte der Ästhetiken, ähnliche nah beieinander. ${pairs.join('; ')}`,
  mapNear: (name, near) => `${name} liegt ${near} am nächsten`,
  best: 'Beste Bilder',
  newest: 'Neueste Bilder',
  empty: 'Hier gibt es keine Bilder, die du sehen kannst.',
  votes: (count) => (count === 1 ? '1 Stimme' : `${count} Stimmen`),
};
