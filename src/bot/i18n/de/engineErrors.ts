import type { EngineErrorTexts } from '../errors.js';

/** As in English. */
export const engineErrors: EngineErrorTexts = {
  emptyPrompt: 'Der Prompt ist leer: sag, was gemalt werden soll.',
  promptTooLong: ({ length, most }) => `Der Prompt hat ${length} Zeichen; höchstens ${most} sind möglich.`,
  negativeTooLong: ({ length, most }) => `Der negative Prompt hat ${length} Zeichen; höchstens ${most} sind möglich.`,
  optionRange: ({ option, value, min, max }) => `${option} kann nicht ${value} sein: möglich ist ${min} bis ${max}.`,
  optionWhole: ({ option, value, min, max }) =>
    `${option} kann nicht ${value} sein: möglich ist eine ganze Zahl von ${min} bis ${max}.`,
  sizeImpossible: ({ side, pixels, nearest, multiple, min, max }) =>
    `Dieses Modell kann keine ${side === 'width' ? 'Breite' : 'Höhe'} von ${pixels} Pixeln malen. Nimm ${nearest.join(' oder ')} (Vielfache von ${multiple} von ${min} bis ${max}).`,
  samplerSteps: ({ sampler, steps, most }) =>
    `Mit diesem Modell geht ${sampler} mit 1 bis ${most} Schritten, nicht mit ${steps}.`,
  textStepsTooMany: ({ steps, tokens, most }) =>
    `${steps} Textschritte sind zu viele für einen Prompt mit ${tokens} Token; höchstens ${most} gehen. Wähl text_steps kleiner oder kürze den Prompt.`,
  loraUnusable: ({ name }) =>
    `Das LoRA ${name} passt nicht zu diesem Paket. Die Server-Verwaltung kann andere wählen: /settings loras.`,
  textStepsRanAway:
    'Die Textschritte sind ins Unendliche gelaufen: nimm ein kleineres lr, oder strength statt text_steps.',
  guideMemory: ({ width, height, needed, most }) =>
    `guide braucht bei ${width} × ${height} Pixeln etwa ${needed} GB Speicher, und hier sind ${most} GB frei. Wähle ein kleineres Bild oder lass guide weg.`,
  keepTooHigh: ({ keep, steps, most }) =>
    `Mit keep ${keep} bleibt keiner der ${steps} Schritte übrig. Nimm für keep höchstens ${most}, oder mehr Schritte.`,

  imageEmpty: () => 'Das Bild ist eine leere Datei: häng es noch einmal an.',
  imageTooLarge: ({ mib, most }) => `Das Bild hat ${mib} MiB; höchstens ${most} MiB sind möglich.`,
  imagePixels: ({ width, height, millions }) =>
    `Das Bild hat ${width}×${height} Pixel; höchstens ${millions} Millionen sind möglich. Verkleinere es.`,
  imageFormat: ({ format, accepted }) =>
    `Das Bild hat das Format ${format}; der Bot nimmt ${accepted.join(', ')}. Speichere es in einem davon.`,
  notAnImage: ({ accepted }) => `Die Datei ist kein Bild; der Bot nimmt ${accepted.join(', ')}.`,
  imageAnimated: () => 'Das Bild ist ein animiertes AVIF ohne Standbild: speichere es in einem anderen Format.',
  imageDamaged: () =>
    'Das Bild ist beschädigt oder unvollständig: häng es noch einmal an, oder speichere es vorher neu.',

  aestheticEmpty: ({ name }) => `${name} ist leer: häng die Datei noch einmal an.`,
  aestheticTooLarge: ({ name, bytes, most }) =>
    `${name} hat ${bytes} Bytes; die Datei einer Ästhetik hat höchstens ${most}.`,
  notAnAesthetic: ({ name }) =>
    `${name} ist keine Ästhetik. Der Bot nimmt .safetensors-Dateien von /aesthetic export und .pt-Dateien mit einem CLIP-Vektor.`,
  textualInversion: ({ name }) =>
    `${name} ist eine Textual Inversion, keine Ästhetik: sie ändert, was ein Wort bedeutet, und eine Ästhetik ist ein CLIP-Vektor. Sie kann hier nicht verwendet werden.`,
  oldTorchFile: ({ name }) =>
    `${name} hat das Format von torch vor 1.6: lade die Datei in einem neueren torch und speichere sie neu.`,
  aestheticShape: ({ name, tensor, shape, expected }) =>
    `${name} ist keine Ästhetik, die sich verwenden lässt: ${tensor} ist ${shape}, erwartet wird ${expected}.`,
  aestheticKind: ({ name, kind, kinds }) => `Die Art in ${name} ist „${kind}“; möglich sind ${kinds.join(' und ')}.`,
  aestheticNotFinite: ({ name }) => `${name} enthält Zahlen, die nicht endlich sind: die Datei ist beschädigt.`,
  aestheticZero: ({ name }) => `${name} besteht nur aus Nullen: der Vektor hat keine Richtung.`,
  aestheticLength: ({ name, length, wanted }) =>
    `${name} hat ${length} Zahlen, und das Paket dieses Servers braucht ${wanted}: die Ästhetik stammt von einem anderen CLIP-Modell. Erstelle sie aus ihren Bildern neu.`,

  otherVectorLength: ({ length, expected }) =>
    `Nicht alles davon stammt von demselben CLIP-Modell (${length} und ${expected} Zahlen), also lässt es sich nicht verbinden. Erstelle es hier aus seinen Bildern neu.`,
  vectorAlone: ({ name }) =>
    `„${name}“ besteht nur aus einem Vektor ohne Bilder, also können keine hinzugefügt, entfernt oder gewichtet werden.`,
  diversityAlone:
    'Vielfalt (diversity) wählt unter den Bildern einer Ästhetik. Nenne eine Ästhetik oder lass diversity weg.',
  diversityImages: ({ name, count }) =>
    `„${name}“ hat ${count === 1 ? 'nur ein Bild' : 'keine Bilder'}, und diversity braucht mindestens zwei. Nimm eine Ästhetik aus mehreren Bildern oder lass diversity weg.`,
  lastImage: ({ name }) => `„${name}“ hat nur ein Bild. Mit /aesthetic delete löschst du die Ästhetik.`,
  noReference:
    'Dieses Paket hat keine Referenz für die Art contrast, die sagt, worin sich Bilder von anderen unterscheiden. Nimm die Art mean.',
  blendCancels: 'Die Teile der Mischung heben sich auf, es bleibt nichts übrig. Ändere die Gewichte.',
};
