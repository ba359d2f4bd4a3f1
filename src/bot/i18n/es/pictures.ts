import type { Texts } from '../texts.js';

/** On and around pictures. */
export const pictures: Texts['pictures'] = {
  waiting: (place, when) =>
    place === 0
      ? 'Ahora no se puede pintar. Esta solicitud queda en espera y se pintará en cuanto sea posible'
      : `En espera: ${place === 1 ? 'la siguiente' : `puesto ${place}`}${when === undefined ? '' : `, ${when}`}`,
  readingPrompt: 'Leyendo el prompt…',
  painting: (done, total, when) => `Pintando: paso ${done} de ${total}${when === undefined ? '' : `, faltan ${when}`}`,
  finishing: 'Terminando…',
  preview: 'Vista previa aproximada de la imagen que se está pintando',
  cancelled: 'Solicitud cancelada.',
  failed: 'No se pudo pintar esta imagen.',
  erased: 'Sus datos se borraron.',
  noAesthetic: 'sin estética',
  version: (name, version) => `${name} v${version}`,
  strength: (value) => `intensidad ${value}`,
  raw: (name, steps, lr) => `${name}, ${steps === 1 ? '1 paso' : `${steps} pasos`}, ε ${lr}`,
  cosine: (before, after) => `coseno ${before} → ${after}`,
  varied: (seed, by) => `semilla ${seed}, variada un ${by}`,
  seed: (first, last) => (first === last ? `semilla ${first}` : `semillas ${first} a ${last}`),
  cut: (words) => `Es demasiado largo, así que se omitieron estas palabras: ${words}`,
  alt: (prompt, aesthetic) =>
    aesthetic === undefined
      ? `${prompt}, imagen pintada sin estética`
      : `${prompt}, imagen pintada con la estética ${aesthetic}`,
  strip: {
    title: (prompt, aesthetic, seed) => `${prompt} · ${aesthetic} · semilla ${seed}`,
    legend: 'intensidad y coseno con la estética',
    pictureCaption: (percent, cosine) => `${percent} %\n${cosine}`,
    caption: (percent, cosine) => `${percent} % · coseno ${cosine}`,
    range: 'intensidad de 0 a 100 %',
    hint: 'De izquierda a derecha: 0, 25, 50, 75 y 100 % del camino hasta «strong», con la misma semilla',
    alt: (prompt, aesthetic, steps) =>
      `${prompt}, pintado cinco veces con una misma semilla, cada vez más cerca de la estética ${aesthetic}: ${steps.join('; ')}`,
  },
  plainAndPersonalised: (aesthetic) => `Sin ${aesthetic} y con ella, misma semilla`,
  notices: {
    alreadyClose: (cosine, full) =>
      `El prompt ya está tan cerca de la estética como debe (coseno ${cosine} de ${full}). No hizo falta ningún paso`,
    stepsUsedUp: (steps, cosine, goal) =>
      `Se detuvo tras ${steps} pasos de texto con coseno ${cosine}; la meta era ${goal}`,
    strengthUnmeasured: (kind, cosine) =>
      `La intensidad completa de las estéticas de tipo ${kind} es una estimación (coseno ${cosine}). No se midió para este pack`,
    unknownSubject: (pack, count, examples) =>
      `${pack} conoce ${count} motivos, y el prompt no nombra ninguno. Prueba con ${examples}`,
    startCropped: (width: number, height: number) => `La imagen de partida se recortó a ${width} × ${height}`,
    secondTextPlain:
      'La estética no tiene vector para el segundo codificador de texto de este modelo, que no se ha personalizado',
    diversityOfOne: 'diversity separa las imágenes de una misma petición: con una sola imagen no cambia nada',
    flagged: (count: number) =>
      count === 1
        ? 'La revisión de contenido retuvo 1 imagen. No se muestra ni se guarda'
        : `La revisión de contenido retuvo ${count} imágenes. No se muestran ni se guardan`,
    paintedInFp32: 'La U-Net se desbordó en fp16. La imagen se pintó otra vez en fp32',
    decodedInFp32: 'El decodificador se desbordó en fp16. La imagen se decodificó otra vez en fp32',
  },
  buttons: {
    again: 'Otra vez',
    stronger: 'Más intensa',
    weaker: 'Menos intensa',
    plain: 'Con y sin estética',
    strip: 'Tira de intensidades',
    larger: 'Más grande',
    vary: 'Variar…',
    varySubtle: 'Variar (sutil)',
    varyStrong: 'Variar (fuerte)',
    other: 'Otra estética',
    recipe: 'Receta',
    delete: 'Eliminar',
    cancel: 'Cancelar',
    retry: 'Reintentar',
  },
  shapes: { square: 'Cuadrada', portrait: 'Vertical', landscape: 'Horizontal', wide: 'Panorámica' },
  varyTitle: 'Pintar imágenes parecidas a una de estas:',
  varyPlaceholder: 'Una imagen',
  varyOption: { subtle: (number) => `Imagen ${number}, sutil`, strong: (number) => `Imagen ${number}, fuerte` },
  pickTitle: 'Pintarla de nuevo, con la misma semilla y esta estética:',
  pickPlaceholder: 'Una estética',
  shownAt: (width, height, upscale) =>
    `${width} × ${height}, se muestra a ${width * upscale} × ${height * upscale} (Lanczos)`,
  recipeTitle: 'Todo lo que se eligió. Para repetirlo:',
  recipe: {
    pack: 'pack',
    size: 'tamaño',
    start: 'imagen de partida',
    aesthetic: 'estética',
    loras: 'LoRA',
    optimizer: 'optimizador',
    cosine: 'coseno',
    device: 'dispositivo',
    none: 'ninguno',
    equalGain: 'ascenso de ganancia igual',
    raw: (name, lr) => `${name}, ε ${lr}`,
    taken: (optimizer, steps, mix) =>
      `${optimizer}, ${steps === 1 ? '1 paso dado' : `${steps} pasos dados`}, mezcla ${mix}`,
  },
  durations: {
    moment: 'unos segundos',
    seconds: (count) => `unos ${count} s`,
    minutes: (count) => `unos ${count} min`,
    hours: (count) => `unas ${count} h`,
  },
};
