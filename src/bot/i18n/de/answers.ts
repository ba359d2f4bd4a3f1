import type { Texts } from '../texts.js';

const images = (count: number): string => (count === 1 ? '1 Bild' : `${count} Bilder`);
/** After „aus“ and „mit“. */
const imagesDative = (count: number): string => (count === 1 ? '1 Bild' : `${count} Bildern`);

export const answers: Texts['answers'] = {
  created: (name, count, who) =>
    `**${name}** ist jetzt eine Ästhetik, erstellt von ${who} aus ${imagesDative(count)}. Probier sie mit \`/imagine\` aus.`,
  changed: (name, version, count) =>
    `**${name}** ist jetzt in Version ${version}, mit ${imagesDative(count)}. Rezepte früherer Versionen ändern sich nicht.`,
  blended: (name, kind, parts, who) =>
    `**${name}** ist jetzt eine Ästhetik (${kind}), gemischt aus ${parts} Ästhetiken von ${who}. Probier sie mit \`/imagine\` aus.`,
  blendOf: (parts) => `Mischung aus ${parts.join(', ')}`,
  part: (weight, aesthetic) => `${weight} × ${aesthetic}`,
  gonePart: 'gelöschte Ästhetik',
  adoptedFrom: 'Von einem anderen Server übernommen',
  shared: (name, version) =>
    `Mit diesem Code lässt sich **${name}** v${version} auf einem anderen Server dieses Bots übernehmen:`,
  sharedHint:
    'Der Code gilt, bis du ihn widerrufst oder die Ästhetik erneut teilst; dann gibt es einen neuen Code. Übernommene Kopien bleiben.',
  unshare: 'Code widerrufen',
  unshared: (name) => `Der Code von **${name}** gilt nicht mehr. Übernommene Kopien bleiben.`,
  notShared: (name) => `**${name}** hat keinen Code, den du widerrufen kannst.`,
  adopted: (name, count, who) =>
    `**${name}** ist jetzt auch hier eine Ästhetik (${count === 0 ? 'nur Vektor' : images(count)}), übernommen von ${who}. Probier sie mit \`/imagine\` aus.`,
  renamed: (before, after) => `**${before}** heißt jetzt **${after}**.`,
  deleted: (name) =>
    `**${name}** ist gelöscht, und der Name ist wieder frei. Damit gemalte Bilder bleiben. Du kannst die Ästhetik 24 Stunden lang wiederherstellen.`,
  undo: 'Rückgängig machen',
  restored: (name) => `**${name}** ist wiederhergestellt.`,
  imported: (name, kind) => `**${name}** ist jetzt eine Ästhetik (${kind}). Probier sie mit \`/imagine\` aus.`,
  exported: (name) => `Die Datei von **${name}**:`,
  noAesthetics: 'Hier gibt es noch keine Ästhetiken. Mit `/aesthetic create` erstellst du eine aus ein paar Bildern.',
  aesthetics: 'Ästhetiken dieses Servers',
  ofPack: 'gehört zum Paket',
  images: (count) => (count === 0 ? 'nur Vektor' : images(count)),
  uses: (count) => `${count}-mal verwendet`,
  madeBy: (who) => `erstellt von ${who}`,
  pages: (page, pages) => `Seite ${page} von ${pages}`,
  earlier: 'Zurück',
  later: 'Weiter',
  cards: {
    plainRow: 'ohne',
    caption: (prompt, cosine) => `${prompt}\nKosinus ${cosine}`,
    alt: (name, columns) =>
      `Karte von ${name}: dieselben Prompts mit demselben Seed, oben ohne und unten mit der Ästhetik. Kosinus: ${columns.join('; ')}`,
    column: (prompt, before, after) => `${prompt} ${before} → ${after}`,
    proof: (columns) => `Oben ohne, unten mit der Ästhetik, gleicher Seed. Kosinus: ${columns.join(' · ')}`,
    paint: (when) => `Karte malen${when === undefined ? '' : ` (${when})`}`,
    painting:
      'Die Karte wird gemalt, wenn keine anderen Anfragen warten: drei Prompts, jeweils ohne und mit der Ästhetik.',
    cancelled: 'Die Karte wurde abgebrochen.',
    failed: 'Die Karte konnte nicht gemalt werden.',
  },
  thumbnail: (index, name) => `Bild ${index} von ${name}`,
  image: (index) => `Bild ${index}`,
  imagePlaceholder: 'Bild',
  removeWhich: (name) => `Welches Bild möchtest du aus **${name}** entfernen?`,
  rename: 'Umbenennen',
  remove: 'Bild entfernen',
  delete: 'Löschen',
  cancelled: 'Abgebrochen.',
  queueEmpty: 'Hier warten keine Anfragen.',
  queueTitle: 'Warteschlange dieses Servers',
  queuePainting: 'wird gerade gemalt',
  queueHidden: 'in einem Kanal, den du nicht sehen kannst',
  queueNoPainter: 'Malen ist gerade nicht möglich',
  queueElsewhere: (count) =>
    `Auf anderen Servern ${count === 1 ? 'wartet 1 weitere Anfrage' : `warten ${count} weitere Anfragen`}. Die Server wechseln sich ab, damit ein voller Server die anderen nicht aufhält.`,
  andMore: (count) => `… und ${count} weitere`,
  settingsTitle: 'Einstellungen dieses Servers',
  settingsSaved: 'Gespeichert.',
  channelsPlaceholder: 'Kanäle zum Malen (keine Auswahl: alle Kanäle)',
  settings: {
    pack: 'Paket',
    aesthetic: 'Standard-Ästhetik',
    strength: 'Standard-Stärke',
    caps: 'Höchstzahl wartender Anfragen',
    capsValue: (member, guild) => `${member} pro Mitglied, ${guild} auf diesem Server`,
    channels: 'Kanäle zum Malen',
    everywhere: 'alle Kanäle',
    creators: 'Ästhetiken erstellen dürfen',
    everyone: 'alle',
    managers: 'nur die Server-Verwaltung',
    unchecked: 'Pakete ohne Inhaltsprüfung',
    uncheckedYes: 'malen in allen Kanälen',
    safetyCheck: 'Inhaltsprüfung bei Paketen, die eine haben',
    safetyCheckEverywhere: 'in allen Kanälen',
    safetyCheckOutside: 'außerhalb altersbeschränkter Kanäle',
    cards: 'Karten neuer Ästhetiken',
    cardsYes: 'werden automatisch gemalt, wenn das weniger als zwei Minuten dauert',
    cardsNo: 'werden auf Wunsch gemalt',
    uncheckedNo: 'malen nur in altersbeschränkten Kanälen',
    none: 'keine',
    ofPack: 'wie im Paket festgelegt',
  },
  export: 'Alle Daten, die dieser Bot auf allen Servern über dich speichert:',
  eraseAsk:
    'Damit löschst du deine Bilder, die daraus erstellten Ästhetiken, deine Anfragen und deine Stimmen, auf allen Servern dieses Bots. Ästhetiken, die eines deiner Bilder enthalten, verlieren ihren Vektor. Du kannst das nicht rückgängig machen. Mit `/privacy export` bekommst du vorher eine Kopie.',
  eraseButton: 'Alles über mich löschen',
  erased: (aesthetics, generations) =>
    `Gelöscht: ${aesthetics} ${aesthetics === 1 ? 'Ästhetik' : 'Ästhetiken'}, ${generations} ${generations === 1 ? 'Anfrage' : 'Anfragen'} und alle deine Stimmen. Nachrichten mit Bildern bleiben; du kannst sie selbst löschen.`,
  form: {
    title: 'Neue Ästhetik',
    name: 'Name',
    namePlaceholder: 'old paper',
    note: 'Kurze Beschreibung',
    kind: 'Art',
    contrast: 'worin sich die Bilder von anderen Bildern unterscheiden',
    mean: 'was die Bilder sind, wie im Paper',
    images: 'Bilder, 1 bis 10',
    imagesHint: 'Der Bot berechnet daraus einen Vektor. Er behält nur eine kleine Vorschau jedes Bildes.',
    ready: (count) => `Aus ${imagesDative(count)} der Nachricht.`,
    renameTitle: 'Ästhetik umbenennen',
  },
};
