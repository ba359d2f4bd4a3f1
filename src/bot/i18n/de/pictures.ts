import type { Texts } from '../texts.js';

/** On and around pictures. */
export const pictures: Texts['pictures'] = {
  waiting: (place, when) =>
    place === 0
      ? 'Malen ist gerade nicht möglich. Diese Anfrage wird gemalt, sobald es wieder geht'
      : `Wartet: ${place === 1 ? 'als Nächstes' : `Platz ${place}`}${when === undefined ? '' : `, ${when}`}`,
  readingPrompt: 'Liest den Prompt …',
  painting: (done, total, when) => `Malt: Schritt ${done} von ${total}${when === undefined ? '' : `, noch ${when}`}`,
  finishing: 'Gleich fertig …',
  preview: 'Eine grobe Vorschau des Bildes, das gerade gemalt wird',
  cancelled: 'Abgebrochen.',
  failed: 'Dieses Bild konnte nicht gemalt werden.',
  erased: 'Die Daten dieses Bildes wurden gelöscht.',
  noAesthetic: 'keine Ästhetik',
  version: (name, version) => `${name} v${version}`,
  strength: (value) => `Stärke ${value}`,
  raw: (name, steps, lr) => `${name}, ${steps} ${steps === 1 ? 'Schritt' : 'Schritte'}, ε ${lr}`,
  cosine: (before, after) => `Kosinus ${before} → ${after}`,
  varied: (seed, by) => `Seed ${seed}, variiert um ${by}`,
  seed: (first, last) => (first === last ? `Seed ${first}` : `Seeds ${first} bis ${last}`),
  cut: (words) => `Der Prompt ist zu lang. Diese Wörter wurden weggelassen: ${words}`,
  alt: (prompt, aesthetic) =>
    aesthetic === undefined ? `${prompt}, ohne Ästhetik gemalt` : `${prompt}, gemalt mit der Ästhetik ${aesthetic}`,
  strip: {
    title: (prompt, aesthetic, seed) => `${prompt} · ${aesthetic} · Seed ${seed}`,
    legend: 'Stärke und Kosinus zur Ästhetik',
    pictureCaption: (percent, cosine) => `${percent} %\n${cosine}`,
    caption: (percent, cosine) => `${percent} % · Kosinus ${cosine}`,
    range: 'Stärke 0 bis 100 %',
    hint: 'Von links nach rechts: 0, 25, 50, 75 und 100 % von „strong“, gleicher Seed',
    alt: (prompt, aesthetic, steps) =>
      `${prompt}, fünfmal mit demselben Seed gemalt, mit zunehmender Stärke der Ästhetik ${aesthetic}: ${steps.join('; ')}`,
  },
  plainAndPersonalised: (aesthetic) => `Ohne und mit ${aesthetic}, gleicher Seed`,
  notices: {
    alreadyClose: (cosine, full) =>
      `Der Prompt liegt schon so nah an der Ästhetik, wie er soll (Kosinus ${cosine} von ${full}). Es war kein Schritt nötig`,
    stepsUsedUp: (steps, cosine, goal) =>
      `Nach ${steps} Textschritten bei Kosinus ${cosine} angehalten; das Ziel war ${goal}`,
    strengthUnmeasured: (kind, cosine) =>
      `Die volle Stärke von Ästhetiken der Art ${kind} ist geschätzt (Kosinus ${cosine}). Sie wurde für dieses Paket nicht gemessen`,
    unknownSubject: (pack, count, examples) =>
      `${pack} kennt ${count} Motive, und der Prompt nennt keines davon. Versuch es mit ${examples}`,
    startCropped: (width: number, height: number) => `Das Ausgangsbild wurde auf ${width} × ${height} zugeschnitten`,
    secondTextPlain:
      'Die Ästhetik hat keinen Vektor für den zweiten Text-Encoder dieses Modells; er wurde nicht angepasst',
    diversityOfOne: 'diversity lässt die Bilder einer Anfrage voneinander abweichen: Bei einem Bild ändert es nichts',
    flagged: (count: number) =>
      count === 1
        ? 'Die Inhaltsprüfung hat 1 Bild zurückgehalten. Es wird nicht gezeigt und nicht behalten'
        : `Die Inhaltsprüfung hat ${count} Bilder zurückgehalten. Sie werden nicht gezeigt und nicht behalten`,
    paintedInFp32: 'Das U-Net lief in fp16 über. Das Bild wurde noch einmal in fp32 gemalt',
    decodedInFp32: 'Der Decoder lief in fp16 über. Das Bild wurde noch einmal in fp32 decodiert',
  },
  buttons: {
    again: 'Nochmal',
    stronger: 'Stärker',
    weaker: 'Schwächer',
    plain: 'Mit und ohne vergleichen',
    strip: 'Streifen',
    larger: 'Größer',
    vary: 'Variieren…',
    varySubtle: 'Variieren (leicht)',
    varyStrong: 'Variieren (stark)',
    other: 'Andere Ästhetik',
    recipe: 'Rezept',
    delete: 'Löschen',
    cancel: 'Abbrechen',
    retry: 'Erneut versuchen',
  },
  shapes: { square: 'Quadrat', portrait: 'Hochformat', landscape: 'Querformat', wide: 'Breitbild' },
  varyTitle: 'Bilder nahe an einem von diesen malen:',
  varyPlaceholder: 'Bild auswählen',
  varyOption: { subtle: (number) => `Bild ${number}, leicht`, strong: (number) => `Bild ${number}, stark` },
  pickTitle: 'Noch einmal mit demselben Seed und dieser Ästhetik malen:',
  pickPlaceholder: 'Ästhetik auswählen',
  shownAt: (width, height, upscale) =>
    `${width} × ${height}, angezeigt mit ${width * upscale} × ${height * upscale} (Lanczos)`,
  recipeTitle: 'Alle Optionen dieses Bildes. Dieser Befehl malt es noch einmal:',
  recipe: {
    pack: 'Paket',
    size: 'Größe',
    start: 'Ausgangsbild',
    aesthetic: 'Ästhetik',
    loras: 'LoRA',
    optimizer: 'Optimierer',
    cosine: 'Kosinus',
    device: 'Gerät',
    none: 'keiner',
    equalGain: 'Equal-Gain-Aufstieg',
    raw: (name, lr) => `${name}, ε ${lr}`,
    taken: (optimizer, steps, mix) =>
      `${optimizer}, ${steps} ${steps === 1 ? 'Schritt' : 'Schritte'} gemacht, Mischung ${mix}`,
  },
  durations: {
    moment: 'ein paar Sekunden',
    seconds: (count) => `etwa ${count} s`,
    minutes: (count) => `etwa ${count} min`,
    hours: (count) => `etwa ${count} h`,
  },
};
