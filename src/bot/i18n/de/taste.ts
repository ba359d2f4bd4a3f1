import type { Texts } from '../texts.js';

/** German. */
export const taste: Texts['taste'] = {
  bred: (name, votes, members, who) =>
    `**${name}** ist jetzt eine Ästhetik, gezüchtet von ${who} aus ${votes} ${votes === 1 ? 'Stimme' : 'Stimmen'} von ${members} Mitgliedern. Probier sie mit \`/imagine\` aus.`,
  refined: (name, version, votes, members) =>
    `**${name}** ist jetzt bei Version ${version}: Ihre Bilder sind nach ${votes} ${votes === 1 ? 'Stimme' : 'Stimmen'} von ${members} Mitgliedern zu ihren Bildern gewichtet. Rezepte früherer Versionen ändern sich nicht.`,
  cardBefore: (label) => `Vorher: ${label}`,
  cardAfter: (label) => `Jetzt: ${label}`,
  family: {
    title: 'Stammbaum',
    gone: 'gelöscht',
    elsewhere: 'anderer Server',
    taste: 'Geschmack eines Mitglieds',
    alt: (label, parents) => `Stammbaum von ${label}. ${parents.join('. ')}.`,
    from: (child, parents) => `${child} stammt von ${parents.join(', ')}`,
    cut: 'Frühere Vorfahren werden nicht gezeigt.',
  },
  on: (name) =>
    `Dein Geschmack ist auf diesem Server eingeschaltet. Ab jetzt wird aus deinen Stimmen zu Bildern und deiner Wahl in Duellen, auch den früheren, eine Ästhetik nur für dich: \`/imagine aesthetic:${name}\`. Niemand sonst kann sie sehen oder nennen; Bilder, die du damit malst, sind so öffentlich wie andere. Vier Stimmen sind nötig. \`/taste show\` zeigt, was gelernt wurde, \`/taste off\` schaltet sie aus, \`/taste forget\` löscht sie.`,
  off: 'Dein Geschmack ist auf diesem Server ausgeschaltet. Gelerntes bleibt und wird nicht verwendet. `/taste forget` löscht es.',
  forgotten:
    'Was hier über deinen Geschmack gelernt wurde, ist gelöscht. Deine Stimmen bleiben; `/privacy erase` löscht auch sie.',
  nothingToForget: 'Über deinen Geschmack ist hier nichts bekannt.',
  shared: (name, who) =>
    `**${name}** ist jetzt eine Ästhetik: der Geschmack von ${who}, wie die Stimmen ihn zeigen. Probier sie mit \`/imagine\` aus.`,
  title: 'Dein Geschmack auf diesem Server',
  votes: (count) => `Aus ${count} Stimmen von dir gelernt.`,
  provisional: 'Vorläufig: Bei so wenigen Stimmen kann er sich noch stark ändern.',
  certainty: (percent) =>
    `Wie sicher er ist: Bei Stimmen, die er nicht kannte, gab er dem, was du wähltest, ${percent} %. Zufälliges Raten ergäbe 50 %.`,
  mixture: (parts, own) =>
    parts.length === 0
      ? 'Er ist keiner Ästhetik dieses Servers nah.'
      : `Unter den Ästhetiken dieses Servers: ${parts.join(', ')}. ${own} % des Wegs führen von dort zu dem, was deine Stimmen allein sagen.`,
  part: (name, percent) => `${name} ${percent} %`,
  words: (words) => `Die nächsten Wörter (englisch): ${words.join(', ')}.`,
  best: 'Was von den Bildern, über die du abgestimmt hast, am besten passt:',
  worst: 'Und am wenigsten:',
  likesMore: 'Das gefällt dir mehr als dem Server:',
  likesLess: 'Und das weniger:',
  more: 'Für Bilder braucht es mehr Stimmen.',
  alt: (prompt) => `Ein Bild zu „${prompt}“`,
  suggested: (name) => `${name} (nur deiner)`,
};
