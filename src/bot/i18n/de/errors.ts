import type { Texts } from '../texts.js';
import { duelErrors } from './duels.js';
import { engineErrors } from './engineErrors.js';
import { permissions } from './permissions.js';

/** As in English: plain text without markdown, which views begin with a capital and end with a full stop. */
export const errors: Texts['errors'] = {
  erasedVector: 'ihr Vektor wurde gelöscht',
  capRange: ({ highest, given }) => `eine Höchstzahl ist eine ganze Zahl von 1 bis ${highest}, nicht ${given}`,
  noPack: ({ pack }) => `hier gibt es kein Paket namens ${pack}`,
  memberCap: ({ count }) =>
    `du hast schon ${count} wartende ${count === 1 ? 'Anfrage' : 'Anfragen'}, mehr darf ein Mitglied hier nicht haben; warte, bis eine fertig ist, oder brich eine mit /cancel ab`,
  guildCap: ({ count }) =>
    `dieser Server hat schon ${count} wartende ${count === 1 ? 'Anfrage' : 'Anfragen'}, mehr darf er nicht haben; versuch es später noch einmal`,
  aestheticCap: ({ most }) =>
    `dieser Server darf ${most} ${most === 1 ? 'Ästhetik' : 'Ästhetiken'} haben, die gerade entstehenden mitgezählt; lösch eine mit /aesthetic delete, oder bitte die Server-Verwaltung, die Grenze mit /settings zu erhöhen`,
  requestTooCostly: ({ seconds, most, count, width, height, steps }) =>
    `das würde etwa ${seconds} Sekunden dauern, und eine Anfrage darf ${most} dauern; ${count} ${count === 1 ? 'Bild' : 'Bilder'} mit ${width} × ${height} und ${steps} ${steps === 1 ? 'Schritt' : 'Schritten'} würden passen`,
  deviceTooSlow: ({ seconds, most }) =>
    `hier geht das Malen langsam: das würde etwa ${seconds} Sekunden dauern, und eine Anfrage darf ${most} dauern; frag den Betreiber des Bots`,
  memberCost: ({ seconds, waiting, most }) =>
    `das würde etwa ${seconds} Sekunden dauern, und deine wartenden Anfragen dauern schon ${waiting}; zusammen dürfen sie ${most} dauern: warte, bis eine fertig ist, brich eine mit /cancel ab, oder bitte um weniger`,
  guildCost: ({ seconds, waiting, most }) =>
    `das würde etwa ${seconds} Sekunden dauern, und die wartenden Anfragen dieses Servers dauern schon ${waiting}; zusammen dürfen sie ${most} dauern: versuch es später noch einmal, oder bitte um weniger`,
  alreadyHere: ({ name }) => `„${name}“ ist schon eine Ästhetik dieses Servers`,
  notOwn: 'diese Ästhetik gibt es nicht mehr, oder sie gehört zum Paket',
  partGone: 'eine der Ästhetiken für die Mischung gibt es nicht mehr',
  unblendable: ({ name, why }) => `„${name}“ kann nicht gemischt werden: ${why}`,
  takenByPack: ({ name, pack }) => `„${name}“ gehört zum Paket ${pack}; wähl einen anderen Namen`,
  taken: ({ name }) => `hier gibt es schon eine Ästhetik namens ${name}; wähl einen anderen Namen`,
  unusable: ({ label, why }) => `${label} kann nicht verwendet werden: ${why}`,
  erased: ({ label }) => `${label} wurde gelöscht; erstelle sie neu`,
  otherLength: ({ length, pack, wanted }) =>
    `diese Ästhetik hat ${length} Zahlen, und ${pack} braucht ${wanted}: sie stammt von einem anderen CLIP-Modell`,
  otherClip: ({ pack }) =>
    `diese Ästhetik stammt von einem anderen CLIP-Modell als dem von ${pack}; erstelle hier aus ihren Bildern eine neue`,
  tooMany: ({ name, count, most }) =>
    `mit diesen Bildern hätte „${name}“ ${count} Bilder; höchstens ${most} sind möglich`,
  imageGone: ({ name }) => `dieses Bild gehört nicht mehr zu „${name}“`,
  notDeleted: 'diese Ästhetik ist nicht gelöscht, oder sie gehört zu einem anderen Server',
  deletedLongAgo: ({ name }) => `„${name}“ wurde vor mehr als 24 Stunden gelöscht`,
  unchangeable: 'diese Ästhetik gibt es nicht mehr, oder sie gehört zum Paket und kann nicht geändert werden',
  imagesKnown: ({ count }) => `${count} dieser Bilder ${count === 1 ? 'ist' : 'sind'} schon darin`,
  erasedImage: 'eines ihrer Bilder wurde gelöscht und damit auch ihr Vektor; erstelle sie neu',
  anotherClip: ({ pack }) =>
    `sie passt nicht zum CLIP-Modell von ${pack}; erstelle sie neu, wechsle das Paket in /settings, oder wer den Bot betreibt, stellt sie um (aesthete reembed)`,
  aestheticGone: ({ name }) => `die Ästhetik ${name} gibt es nicht mehr`,
  cardGone: 'die Ästhetik dieser Karte gibt es nicht mehr',
  noCount: ({ count }) => `die Anzahl der Bilder kann nicht ${count} sein`,
  tooManyPictures: ({ most, count }) =>
    `eine Nachricht zeigt höchstens ${most} Bilder, und diese Anfrage ergibt ${count}`,
  stripWithout: 'ein Streifen zeigt die Stärken einer Ästhetik: wähl eine aus',
  stripStrength: 'ein Streifen wählt die Stärken selbst: lass strength, text_steps und lr weg',
  stripCount: ({ count }) => `ein Streifen ist ein Bild mit einem Seed, nicht ${count}`,
  noPainter: 'Malen ist gerade nicht möglich; versuch es später noch einmal',
  notEmbedded: 'die Bilder konnten nicht rechtzeitig verarbeitet werden; versuch es später noch einmal',
  lost: 'die Bilder wurden gemalt, gingen aber verloren, bevor der Bot sie zeigen konnte',
  tooLargeForDiscord: ({ code }) =>
    `die Bilder wurden gemalt, sind aber für Discord zu groß, auch als kleinere Dateien (Fehler ${code}); bitte um weniger oder kleinere Bilder`,
  refusedByDiscord: ({ code }) =>
    `die Bilder wurden gemalt, aber Discord nimmt die Nachricht nicht an (Fehler ${code}); versuche es mit anderen Worten, oder sag es dem Betreiber des Bots`,
  thatGone: 'diese Ästhetik gibt es nicht mehr',
  noImagesAdded: ({ why }) => `Bilder können nicht hinzugefügt werden: ${why}`,
  wrongCode:
    'mit diesem Code ist nichts geteilt: vielleicht enthält er einen Tippfehler, oder er wurde widerrufen; frag die Person, von der du ihn hast',
  unsaidClip: ({ length, pack }) =>
    `in der Datei steht nicht, von welchem CLIP-Modell sie stammt; sie hat ${length} Zahlen, wie ${pack} sie braucht`,
  wrongCodes: ({ count }) =>
    `du hast innerhalb einer Stunde ${count} falsche Codes eingegeben; versuch es in einer Stunde noch einmal`,
  packNotServed: ({ pack }) =>
    `das Paket ${pack} ist gerade nicht verfügbar; versuch es später noch einmal, oder bitte die Server-Verwaltung, in /settings ein anderes Paket zu wählen`,
  operator: ({ reference }) =>
    `dieses Modell ist nicht richtig eingerichtet; wer diesen Bot betreibt, findet die Ursache im Log unter ${reference}`,
  crash: ({ reference }) =>
    `die Engine ist bei dieser Anfrage zweimal abgestürzt, vielleicht aus Speichermangel; versuch es mit weniger oder kleineren Bildern (${reference})`,
  paintingBug: ({ reference }) =>
    `dem Bot ist ein Fehler passiert; wer ihn betreibt, findet ihn im Log unter ${reference}`,
  bug: ({ reference }) =>
    `Etwas ist schiefgegangen, und es liegt nicht an dir. Versuch es noch einmal. Wer diesen Bot betreibt, findet den Fehler im Log unter ${reference}.`,
  serversAway:
    'Der Bot erreicht seine Daten gerade nicht. Was er vorher angenommen hat, ist nicht verloren. Versuch es in einer Minute noch einmal.',
  guildOnly: 'Das geht nur auf Servern.',
  oldButton: 'Dieser Button stammt aus einer anderen Version des Bots. Führ den Befehl noch einmal aus.',
  badOption: ({ option }) => `Der Wert von „${option}“ ist nicht gültig.`,
  unknownCommand:
    'Diesen Befehl gibt es nicht mehr. Discord zeigt die neuen Befehle innerhalb einer Minute; versuch es dann noch einmal.',
  gone: 'Die Anfrage zu diesem Bild gibt es nicht mehr.',
  pictureGone: 'Dieses Bild wurde gelöscht, oder es ist nicht von diesem Server. Darüber kann nicht abgestimmt werden.',
  notPainted: 'Dieses Bild ist noch nicht gemalt.',
  noAestheticUsed:
    'Dieses Bild wurde ohne Ästhetik gemalt, also lässt sich keine Stärke ändern. Mit „Andere Ästhetik“ fügst du eine hinzu.',
  rawSteps:
    'Dieses Bild wurde mit text_steps gemalt und hat deshalb keine Stärke. Benutze /imagine mit anderen Werten für text_steps oder lr.',
  strongest: 'Das ist schon die größte Stärke, 1,5.',
  weakest: 'Das ist schon die kleinste Stärke. „Mit und ohne vergleichen“ zeigt das Bild ohne Ästhetik.',
  unknownAesthetic: ({ name, near }) =>
    `Hier gibt es keine Ästhetik „${name}“. ` +
    (near.length > 0 ? `Meintest du ${near.join(' oder ')}?` : '/aesthetic list zeigt alle.'),
  aestheticNotHere: 'Diese Ästhetik gibt es hier nicht mehr. /aesthetic list zeigt alle.',
  ofPack: ({ name }) =>
    `„${name}“ gehört zum Paket und kann nicht geändert werden. Mit /aesthetic export und dann import machst du eine Kopie.`,
  sharedWithPack: ({ name }) =>
    `„${name}“ gehört zum Paket. Jeder Server mit diesem Paket hat sie schon und braucht keinen Code.`,
  notYours: ({ name }) => `Das darf nur, wer ${name} erstellt hat oder die Berechtigung „Server verwalten“ hat.`,
  mayNotCreate:
    'Nach den Einstellungen dieses Servers darfst du keine Ästhetiken erstellen. Die Server-Verwaltung kann das mit /settings ändern.',
  mayNotUse: 'Du darfst in diesem Kanal keine Befehle benutzen.',
  managersOnly: 'Das dürfen nur Mitglieder mit der Berechtigung „Server verwalten“.',
  moderatorsOnly: 'Das können nur Mitglieder mit „Nachrichten verwalten“ oder „Server verwalten“.',
  blocked: 'Die Moderation dieses Servers hat dich für Malen, Erstellen und Abstimmen gesperrt.',
  youngAccount: ({ days }) =>
    `Dein Discord-Konto ist zu neu für diesen Server: Zum Malen, Erstellen und Abstimmen muss es mindestens ${days} ${days === 1 ? 'Tag' : 'Tage'} alt sein.`,
  youngMember: ({ days }) =>
    `Zum Malen, Erstellen und Abstimmen musst du seit mindestens ${days} ${days === 1 ? 'Tag' : 'Tagen'} auf diesem Server sein.`,
  dailyQuota: ({ quota }) =>
    `Du hast in den letzten 24 Stunden ${quota} ${quota === 1 ? 'Anfrage' : 'Anfragen'} gestellt; das ist die Grenze dieses Servers. Versuche es später noch einmal.`,
  wordRule: ({ rule }) =>
    `Dieser Server erlaubt „${rule}“ in Prompts, Namen und Beschreibungen nicht. Verwende andere Wörter.`,
  badWordRule:
    'Eine Wortregel braucht mindestens zwei Buchstaben oder Ziffern. * am Anfang oder Ende steht für weitere Buchstaben.',
  tooManyWordRules: ({ most }) =>
    `Dieser Server hat ${most} Wortregeln, mehr sind nicht möglich. Entferne zuerst eine.`,
  noSuchRule: ({ rule }) => `Es gibt keine Wortregel „${rule}“. /settings words list zeigt alle.`,
  noReports:
    'Dieser Server hat keinen Kanal für Meldungen. Die Server-Verwaltung kann mit /settings safety einen wählen. Wende dich so lange direkt an die Moderation.',
  reportsUnreachable:
    'Der Bot kann in den Kanal für Meldungen nicht schreiben. Sag der Moderation Bescheid: /settings safety zeigt, welche Rechte ihm fehlen.',
  notAPicture: 'Diese Nachricht enthält kein Bild, das der Bot gemalt hat, oder das Bild ist schon weg.',
  ownPicture: 'Das ist dein eigenes Bild. Du kannst es mit dem Button darunter löschen.',
  nothingDone: 'Es gibt nichts rückgängig zu machen.',
  channelPermissions: ({ channel, missing }) =>
    `Dem Bot fehlen Rechte in #${channel}: ${missing.map((one) => permissions[one]).join(', ')}. Erteile sie dort und versuche es noch einmal.`,
  showcaseIncomplete: 'Ein Schaukasten braucht beide Optionen, channel und score; mit off:True wird er ausgeschaltet.',
  contestPlace:
    'Ein Wettbewerb braucht einen gewöhnlichen Textkanal, denn er öffnet dort einen öffentlichen Thread. Verwende den Befehl in einem solchen.',
  contestGone: 'Diesen Wettbewerb gibt es nicht mehr.',
  notYourPicture:
    'Dieses Bild darf nur löschen, wer es angefragt hat oder die Berechtigung „Nachrichten verwalten“ hat.',
  notYourRequest:
    'Diese Anfrage darf nur abbrechen, wer sie gestellt hat oder die Berechtigung „Nachrichten verwalten“ hat.',
  notYourData: 'Dieser Button löscht die Daten eines anderen Mitglieds. Für deine eigenen gibt es /privacy erase.',
  channel: ({ allowed }) =>
    `Der Bot malt nicht in diesem Kanal. Versuch es in ${allowed.length > 0 ? allowed.map((name) => `#${name}`).join(', ') : 'einem anderen'}.`,
  unchecked: ({ pack }) =>
    `Das Paket ${pack} hat keine Inhaltsprüfung, deshalb malt es nur in altersbeschränkten Kanälen. ` +
    'Die Server-Verwaltung kann andere Kanäle erlauben: /settings change unchecked.',
  flagged: ({ count }) =>
    `die Inhaltsprüfung hat ${count === 1 ? '1 Bild' : `${count} Bilder`} zurückgehalten, deshalb wird nichts gezeigt und nichts behalten; versuch es mit einem anderen Prompt oder Seed`,
  toldPrivately: 'hier lässt sich nichts zeigen; wer gefragt hat, weiß, warum',
  permissions: ({ missing }) =>
    `Dem Bot fehlen in diesem Kanal Berechtigungen: ${missing.map((one) => permissions[one]).join(', ')}. Die Server-Verwaltung kann sie ihm geben.`,
  keepAlone: 'keep sagt, wie viel von einem Bild bleiben soll: häng eines als image an.',
  startGone: 'Das Ausgangsbild ist nicht mehr gespeichert. Gib es mit /imagine noch einmal als image an.',
  aestheticAndNot: 'strength, strip, text_steps und lr brauchen eine Ästhetik: wähl eine aus.',
  stripAlone: 'strip wählt die Stärken selbst und nimmt einen Seed: lass strength, text_steps, lr und count weg.',
  strengthAndRaw: 'strength und text_steps gehen nicht zusammen: strength wählt die Schritte selbst.',
  strength: ({ given }) =>
    `Die Stärke „${given}“ ist nicht gültig. Möglich sind subtle, balanced, strong oder eine Zahl von 0 bis 1,5.`,
  size: ({ given }) =>
    `Die Größe „${given}“ ist nicht gültig. Gib square, portrait, landscape oder wide an, oder Breite x Höhe in Pixeln, zum Beispiel 512x768.`,
  name: ({ given }) =>
    `„${given}“ ist kein gültiger Name. Möglich sind 1 bis 32 Buchstaben, Ziffern, Leerzeichen, - und _, mit einem Buchstaben oder einer Ziffer am Anfang.`,
  nameIsTaste: 'Eine Ästhetik kann nicht „my taste“ heißen, denn das bedeutet: der eigene Geschmack dessen, der fragt.',
  tooFewMembers: ({ have, least }) =>
    `Zu wenige Mitglieder haben abgestimmt: Die Stimmen, die zählen, sind von ${have}, nötig sind ${least}. Stimmen für eigene Bilder zählen nicht. Lasst andere 👍 und 👎 unter Bildern drücken oder in Duellen abstimmen.`,
  tooFewLiked: ({ have, least }) =>
    `Es gibt zu wenige Stimmen: ${have} Bilder gefallen mehr, als hier üblich ist, nötig sind ${least}. Stimmt über mehr Bilder oder in Duellen ab.`,
  tooFewDisliked: ({ have, least }) =>
    `Es gibt zu wenige Stimmen: ${have} Bilder gefallen weniger, als hier üblich ist, nötig sind ${least}. Stimmt über mehr Bilder oder in Duellen ab.`,
  tooFewChoices: ({ have, least }) =>
    `Es gibt zu wenige Stimmen: Mitglieder haben ${have}-mal zwischen Bildern gewählt, nötig sind ${least}. Was wegen des Motivs gewählt wurde, zählt nicht.`,
  tooFewVotes: ({ have, least }) =>
    `Ihre Bilder haben zu wenige Stimmen: ${have} von anderen Mitgliedern als denen, die sie wollten; nötig sind ${least}.`,
  tooFewForTaste: ({ have, least }) =>
    `Dein Geschmack ist noch nicht bekannt: Du hast hier ${have}-mal über Bilder abgestimmt, nötig sind ${least}. Drück 👍 oder 👎 unter Bildern, oder stimm in Duellen ab.`,
  nothingToWeigh: ({ name, count }) =>
    count === 1
      ? `„${name}“ hat nur ein Bild, also gibt es nichts zu gewichten. Mit /aesthetic add kommen andere dazu.`
      : `„${name}“ hat nur einen Vektor und keine Bilder, also gibt es nichts zu gewichten. /aesthetic breed macht eine neue Ästhetik aus Stimmen.`,
  tasteOff:
    'Dein eigener Geschmack ist hier ausgeschaltet. Mit /taste on lernt ihn der Bot aus deinen Stimmen, nur für dich.',
  tasteOfAnother:
    'Das wurde mit dem eigenen Geschmack eines anderen Mitglieds gemalt, den nur dieses verwenden kann. Mit /taste share kann es ihn teilen.',
  nameIsNone: 'Eine Ästhetik kann nicht „none“ heißen, denn none bedeutet in einer Anfrage: keine Ästhetik.',
  nameInFile: ({ why }) => `${why} Dieser Name steht in der Datei. Gib mit der Option „name“ einen anderen an.`,
  noteLength: ({ length }) => `Die Beschreibung hat ${length} Zeichen; höchstens 200 sind möglich.`,
  noImages: 'Es sind keine Bilder da: häng 1 bis 10 Bilder an.',
  imagesWithoutName:
    'Diese Bilder brauchen einen Namen. Gib einen an, oder lass die Bilder weg: dann fragt ein Formular nach beidem.',
  nothingToUndo:
    'Das lässt sich nicht rückgängig machen: die Ästhetik ist schon wiederhergestellt, oder es sind mehr als 24 Stunden vergangen.',
  noImagesInMessage: 'In dieser Nachricht sind keine Bilder.',
  tooManyImages: ({ count }) => `Das sind ${count} Bilder; höchstens 10 auf einmal sind möglich.`,
  notYourMessage:
    'Du kannst Ästhetiken aus deinen eigenen Nachrichten und denen des Bots erstellen. Bei anderen Bildern frag die Person, die sie gepostet hat.',
  draftGone: 'Die Bilder dieser Nachricht sind nicht mehr verfügbar. Benutze den Befehl noch einmal bei der Nachricht.',
  noImageVectors: ({ name }) =>
    `„${name}“ besteht nur aus einem Vektor ohne Bilder, also kann kein Bild entfernt werden.`,
  fileTooLarge: ({ name, mib, limit }) => `${name} hat ${mib} MiB; höchstens ${limit} MiB sind möglich.`,
  foreignHost: ({ name }) => `${name} liegt nicht auf den Servern von Discord: häng die Datei selbst an.`,
  imageStoreFull: 'Der Bot hat gerade keinen Platz für weitere Dateien: versuch es in einigen Minuten noch einmal.',
  fetchFailed: ({ name }) => `${name} konnte nicht von Discord geladen werden: häng die Datei noch einmal an.`,
  fileDamaged: ({ name }) =>
    `${name} ist nicht lesbar: die Datei ist beschädigt oder von anderer Art. Häng sie noch einmal an, oder speichere sie neu.`,
  nothingToCancel: 'Du hast hier keine wartenden Anfragen.',
  notCancellable: 'Diese Anfrage wartet nicht mehr.',
  noChange: 'Du hast keine Einstellung gewählt: sag, was sich ändern soll.',
  loraGone: ({ name }) =>
    `Das LoRA ${name}, mit dem dies gemalt wurde, ist nicht mehr da oder passt nicht zum Paket dieses Servers. Frag mit /imagine neu an.`,
  unknownLora: ({ name, all }) => `Für das Paket dieses Servers gibt es kein LoRA „${name}“. Verfügbar sind: ${all}.`,
  noLoras: ({ pack }) =>
    `Für das Paket ${pack} gibt es keine LoRAs. Wer den Bot betreibt, legt sie in den Ordner loras seiner Modelle.`,
  tooManyLoras: ({ most }) => `Ein Server kann höchstens ${most} LoRAs haben. Entferne zuerst eines.`,
  unknownPack: ({ name, all }) => `Es gibt kein Paket „${name}“. Verfügbar sind: ${all}.`,
  twoCreators: 'creators und creator_role gehen nicht zusammen.',
  ...duelErrors,
  ...engineErrors,
};
