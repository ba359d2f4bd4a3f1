import type { EngineErrorTexts } from '../errors.js';

/** As in English. */
export const engineErrors: EngineErrorTexts = {
  emptyPrompt: 'El prompt está vacío: escribe qué pintar.',
  promptTooLong: ({ length, most }) => `El prompt tiene ${length} caracteres; el máximo es ${most}.`,
  negativeTooLong: ({ length, most }) => `El prompt negativo tiene ${length} caracteres; el máximo es ${most}.`,
  optionRange: ({ option, value, min, max }) => `La opción ${option} no puede ser ${value}: va de ${min} a ${max}.`,
  optionWhole: ({ option, value, min, max }) =>
    `La opción ${option} no puede ser ${value}: es un número entero de ${min} a ${max}.`,
  sizeImpossible: ({ side, pixels, nearest, multiple, min, max }) =>
    `Este modelo no puede pintar ${side === 'width' ? 'un ancho' : 'un alto'} de ${pixels} píxeles. Usa ${nearest.join(' o ')} (múltiplos de ${multiple} entre ${min} y ${max}).`,
  samplerSteps: ({ sampler, steps, most }) => `Con este modelo, ${sampler} admite de 1 a ${most} pasos, no ${steps}.`,
  textStepsTooMany: ({ steps, tokens, most }) =>
    `${steps} pasos de texto son demasiados para un prompt de ${tokens} tokens; caben ${most} como máximo. Baja text_steps o acorta el prompt.`,
  loraUnusable: ({ name }) =>
    `El LoRA ${name} no se puede usar con este pack. Quien administra el servidor puede elegir otros: /settings loras.`,
  textStepsRanAway:
    'Los pasos de texto se dispararon hasta el infinito: usa un lr menor, o strength en lugar de text_steps.',
  guideMemory: ({ width, height, needed, most }) =>
    `guide necesita unos ${needed} GB de memoria con ${width} × ${height} píxeles, y aquí hay ${most} GB disponibles. Pide una imagen más pequeña o no uses guide.`,
  keepTooHigh: ({ keep, steps, most }) =>
    `Con keep ${keep} no queda por dar ninguno de los ${steps} pasos. Indica como máximo ${most} en keep, o más pasos.`,

  imageEmpty: () => 'La imagen es un archivo vacío: adjúntala de nuevo.',
  imageTooLarge: ({ mib, most }) => `La imagen ocupa ${mib} MiB; el máximo es ${most} MiB.`,
  imagePixels: ({ width, height, millions }) =>
    `La imagen tiene ${width}×${height} píxeles; el máximo es de ${millions} millones. Redúcela.`,
  imageFormat: ({ format, accepted }) =>
    `La imagen está en formato ${format}; se aceptan ${accepted.join(', ')}. Guárdala en uno de ellos.`,
  notAnImage: ({ accepted }) => `El archivo no es una imagen; se aceptan ${accepted.join(', ')}.`,
  imageAnimated: () => 'La imagen es un AVIF animado sin imagen fija: guárdala en otro formato.',
  imageDamaged: () => 'La imagen está dañada o incompleta: adjúntala otra vez o guárdala de nuevo antes.',

  aestheticEmpty: ({ name }) => `«${name}» está vacío: adjunta el archivo de nuevo.`,
  aestheticTooLarge: ({ name, bytes, most }) =>
    `«${name}» ocupa ${bytes} bytes; el archivo de una estética tiene ${most} como máximo.`,
  notAnAesthetic: ({ name }) =>
    `«${name}» no es una estética. Se aceptan archivos .safetensors de /aesthetic export y archivos .pt con un vector de CLIP.`,
  textualInversion: ({ name }) =>
    `«${name}» es una inversión textual, no una estética: cambia lo que significa una palabra, y una estética es un vector de CLIP. Aquí no se puede usar.`,
  oldTorchFile: ({ name }) =>
    `«${name}» está en el formato de torch anterior a 1.6: ábrelo con una versión más nueva y guárdalo otra vez.`,
  aestheticShape: ({ name, tensor, shape, expected }) =>
    `«${name}» no es una estética que se pueda usar: ${tensor} es ${shape} y debería ser ${expected}.`,
  aestheticKind: ({ name, kind, kinds }) =>
    `El tipo que indica «${name}» es «${kind}»; puede ser ${kinds.join(' o ')}.`,
  aestheticNotFinite: ({ name }) => `«${name}» contiene números que no son finitos: el archivo está dañado.`,
  aestheticZero: ({ name }) => `«${name}» solo contiene ceros: no apunta a ninguna parte.`,
  aestheticLength: ({ name, length, wanted }) =>
    `«${name}» tiene ${length} números y el pack de este servidor usa ${wanted}: se hizo con otro CLIP. Créala de nuevo con sus imágenes.`,

  otherVectorLength: ({ length, expected }) =>
    `No todo esto se hizo con el mismo CLIP (${length} y ${expected} números), así que no se puede combinar. Créalo aquí de nuevo con sus imágenes.`,
  vectorAlone: ({ name }) =>
    `«${name}» llegó solo como vector, sin sus imágenes: no se puede añadir, quitar ni ponderar ninguna.`,
  diversityAlone: 'diversity elige entre las imágenes de una estética. Indica una estética o quita diversity.',
  diversityImages: ({ name, count }) =>
    `«${name}» ${count === 1 ? 'tiene una sola imagen' : 'no tiene imágenes'} y diversity necesita al menos dos. Usa una estética hecha de varias imágenes o quita diversity.`,
  lastImage: ({ name }) =>
    `«${name}» tiene una sola imagen: sin ella no queda nada. /aesthetic delete elimina la estética.`,
  noReference:
    'Este pack no trae una referencia para las estéticas contrast, que dicen en qué se distinguen las imágenes de otras. Usa el tipo mean.',
  blendCancels: 'Las partes de la mezcla se anulan y no queda nada. Cambia los pesos.',
};
