import type { EngineErrorTexts } from '../errors.js';

/** As in English. */
export const engineErrors: EngineErrorTexts = {
  emptyPrompt: 'Le prompt est vide : indiquez ce qu’il faut peindre.',
  promptTooLong: ({ length, most }) => `Le prompt a ${length} caractères ; le maximum est de ${most}.`,
  negativeTooLong: ({ length, most }) => `Le prompt négatif a ${length} caractères ; le maximum est de ${most}.`,
  optionRange: ({ option, value, min, max }) =>
    `${option} ne peut pas être ${value} : les valeurs vont de ${min} à ${max}.`,
  optionWhole: ({ option, value, min, max }) =>
    `${option} ne peut pas être ${value} : il faut un nombre entier de ${min} à ${max}.`,
  sizeImpossible: ({ side, pixels, nearest, multiple, min, max }) =>
    `Ce modèle ne peut pas peindre une ${side === 'width' ? 'largeur' : 'hauteur'} de ${pixels} pixels. Prenez ${nearest.join(' ou ')} (multiples de ${multiple}, de ${min} à ${max}).`,
  samplerSteps: ({ sampler, steps, most }) => `Avec ce modèle, ${sampler} accepte de 1 à ${most} étapes, pas ${steps}.`,
  textStepsTooMany: ({ steps, tokens, most }) =>
    `${steps} étapes de texte sont trop nombreuses pour un prompt de ${tokens} tokens ; le maximum est de ${most}. Réduisez text_steps ou raccourcissez le prompt.`,
  loraUnusable: ({ name }) =>
    `Le LoRA ${name} ne peut pas servir avec ce pack. Les gestionnaires du serveur peuvent en choisir d’autres : /settings loras.`,
  textStepsRanAway:
    'Les étapes de texte ont divergé vers l’infini : prenez un lr plus petit, ou strength au lieu de text_steps.',
  guideMemory: ({ width, height, needed, most }) =>
    `guide demande environ ${needed} Go de mémoire à ${width} × ${height} pixels, et ${most} Go sont disponibles ici. Demandez une image plus petite, ou n’utilisez pas guide.`,
  keepTooHigh: ({ keep, steps, most }) =>
    `Avec keep ${keep}, il ne reste aucune des ${steps} étapes à faire. Prenez ${most} au plus pour keep, ou plus d’étapes.`,

  imageEmpty: () => 'L’image est un fichier vide : joignez-la à nouveau.',
  imageTooLarge: ({ mib, most }) => `L’image fait ${mib} Mio ; le maximum est de ${most} Mio.`,
  imagePixels: ({ width, height, millions }) =>
    `L’image a ${width}×${height} pixels ; le maximum est de ${millions} millions. Réduisez-la.`,
  imageFormat: ({ format, accepted }) =>
    `L’image est au format ${format} ; le bot accepte ${accepted.join(', ')}. Enregistrez-la dans l’un de ces formats.`,
  notAnImage: ({ accepted }) => `Le fichier n’est pas une image ; le bot accepte ${accepted.join(', ')}.`,
  imageAnimated: () => 'L’image est un AVIF animé sans image fixe : enregistrez-la dans un autre format.',
  imageDamaged: () => 'L’image est abîmée ou incomplète : joignez-la à nouveau, ou réenregistrez-la d’abord.',

  aestheticEmpty: ({ name }) => `${name} est vide : joignez le fichier à nouveau.`,
  aestheticTooLarge: ({ name, bytes, most }) =>
    `${name} fait ${bytes} octets ; le fichier d’une esthétique en fait ${most} au plus.`,
  notAnAesthetic: ({ name }) =>
    `${name} n’est pas une esthétique. Le bot accepte les fichiers .safetensors de /aesthetic export et les fichiers .pt avec un vecteur CLIP.`,
  textualInversion: ({ name }) =>
    `${name} est une inversion textuelle, pas une esthétique : elle change le sens d’un mot, alors qu’une esthétique est un vecteur CLIP. Elle ne peut pas servir ici.`,
  oldTorchFile: ({ name }) =>
    `${name} est au format de torch d’avant 1.6 : chargez le fichier dans une version plus récente et enregistrez-le à nouveau.`,
  aestheticShape: ({ name, tensor, shape, expected }) =>
    `${name} n’est pas une esthétique utilisable : ${tensor} est ${shape}, au lieu de ${expected}.`,
  aestheticKind: ({ name, kind, kinds }) =>
    `Le type indiqué dans ${name} est « ${kind} » ; il y a ${kinds.join(' et ')}.`,
  aestheticNotFinite: ({ name }) => `${name} contient des nombres qui ne sont pas finis : le fichier est abîmé.`,
  aestheticZero: ({ name }) => `${name} ne contient que des zéros : le vecteur n’a pas de direction.`,
  aestheticLength: ({ name, length, wanted }) =>
    `${name} a ${length} nombres et le pack de ce serveur en demande ${wanted} : l’esthétique vient d’un autre modèle CLIP. Créez-la à nouveau à partir de ses images.`,

  otherVectorLength: ({ length, expected }) =>
    `Tout cela ne vient pas du même modèle CLIP (${length} et ${expected} nombres) et ne peut pas être combiné. Créez-le à nouveau ici à partir de ses images.`,
  vectorAlone: ({ name }) =>
    `« ${name} » n’a qu’un vecteur et pas d’images : aucune ne peut être ajoutée, retirée ou pondérée.`,
  diversityAlone: 'diversity choisit parmi les images d’une esthétique. Indiquez une esthétique ou retirez diversity.',
  diversityImages: ({ name, count }) =>
    `« ${name} » ${count === 1 ? 'n’a qu’une image' : 'n’a pas d’images'}, et diversity en demande au moins deux. Prenez une esthétique faite de plusieurs images ou retirez diversity.`,
  lastImage: ({ name }) => `« ${name} » n’a qu’une image. Utilisez /aesthetic delete pour supprimer l’esthétique.`,
  noReference:
    'Ce pack n’a pas de référence pour les esthétiques de type contrast, qui disent ce qui distingue des images des autres. Prenez le type mean.',
  blendCancels: 'Les éléments du mélange s’annulent : il ne reste rien. Changez les poids.',
};
