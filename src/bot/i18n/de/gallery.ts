import type { Texts } from '../texts.js';

export const gallery: Texts['gallery'] = {
  commands: {
    description: 'Sieh dir die Bilder dieses Servers an',
    aesthetic: 'Nur mit dieser Ästhetik gemalte Bilder oder none für ohne',
    member: 'Nur Bilder, die dieses Mitglied angefragt hat',
    sort: 'Welche Bilder zuerst kommen (Standard: beste)',
    sorts: { best: 'beste nach Stimmen', newest: 'neueste' },
    map: 'Zeige als Karte, wie ähnlich sich die Ästhetiken dieses Servers sind',
  },
  best: 'Beste Bilder',
  newest: 'Neueste Bilder',
  empty: 'Hier gibt es keine Bilder, die du sehen kannst.',
  votes: (count) => (count === 1 ? '1 Stimme' : `${count} Stimmen`),
};
