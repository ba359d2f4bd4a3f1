import type { Texts } from '../texts.js';

const steps = (count: number): string => `${count} étape${count < 2 ? '' : 's'}`;

/** On and around pictures. */
export const pictures: Texts['pictures'] = {
  waiting: (place, when) =>
    place === 0
      ? 'La peinture n’est pas disponible actuellement. Cette demande sera peinte dès que possible'
      : `En attente : ${place === 1 ? 'la suivante' : `place ${place}`}${when === undefined ? '' : `, ${when}`}`,
  readingPrompt: 'Lecture du prompt…',
  painting: (done, total, when) =>
    `Peinture : étape ${done} sur ${total}${when === undefined ? '' : `, encore ${when}`}`,
  finishing: 'Finalisation…',
  preview: 'Un aperçu approximatif de l’image en cours de peinture',
  cancelled: 'Annulé.',
  failed: 'Cette image n’a pas pu être peinte.',
  erased: 'Les données de cette image ont été effacées.',
  noAesthetic: 'aucune esthétique',
  version: (name, version) => `${name} v${version}`,
  strength: (value) => `intensité ${value}`,
  raw: (name, count, lr) => `${name}, ${steps(count)}, ε ${lr}`,
  cosine: (before, after) => `cosinus ${before} → ${after}`,
  varied: (seed, by) => `seed ${seed}, variée de ${by}`,
  seed: (first, last) => (first === last ? `seed ${first}` : `seeds ${first} à ${last}`),
  cut: (words) => `Le prompt est trop long. Ces mots ont été omis : ${words}`,
  alt: (prompt, aesthetic) =>
    aesthetic === undefined ? `${prompt}, peint sans esthétique` : `${prompt}, peint avec l’esthétique ${aesthetic}`,
  strip: {
    title: (prompt, aesthetic, seed) => `${prompt} · ${aesthetic} · seed ${seed}`,
    legend: 'intensité et cosinus avec l’esthétique',
    pictureCaption: (percent, cosine) => `${percent} %\n${cosine}`,
    caption: (percent, cosine) => `${percent} % · cosinus ${cosine}`,
    range: 'intensité de 0 à 100 %',
    hint: 'De gauche à droite : 0, 25, 50, 75 et 100 % de « strong », même seed',
    alt: (prompt, aesthetic, captions) =>
      `${prompt}, peint cinq fois avec la même seed, avec une intensité croissante de l’esthétique ${aesthetic} : ${captions.join(' ; ')}`,
  },
  plainAndPersonalised: (aesthetic) => `Sans et avec ${aesthetic}, même seed`,
  notices: {
    alreadyClose: (cosine, full) =>
      `Le prompt est déjà aussi proche de l’esthétique qu’il doit l’être (cosinus ${cosine} sur ${full}). Aucune étape n’a été nécessaire`,
    stepsUsedUp: (steps, cosine, goal) =>
      `Arrêté après ${steps} étapes de texte à un cosinus de ${cosine} ; le but était ${goal}`,
    strengthUnmeasured: (kind, cosine) =>
      `La pleine intensité des esthétiques de type ${kind} est une estimation (cosinus ${cosine}). Elle n’a pas été mesurée pour ce pack`,
    unknownSubject: (pack, count, examples) =>
      `${pack} connaît ${count} sujets, et le prompt n’en nomme aucun. Essayez ${examples}`,
    startCropped: (width: number, height: number) => `L’image de départ a été recadrée en ${width} × ${height}`,
    secondTextPlain:
      'L’esthétique n’a pas de vecteur pour le second encodeur de texte de ce modèle, qui n’a pas été personnalisé',
    diversityOfOne:
      'diversity éloigne les images d’une même demande les unes des autres : avec une seule image, rien ne change',
    flagged: (count: number) =>
      count === 1
        ? 'Le contrôle du contenu a retenu 1 image. Elle n’est ni montrée ni conservée'
        : `Le contrôle du contenu a retenu ${count} images. Elles ne sont ni montrées ni conservées`,
    paintedInFp32: 'Le U-Net a débordé en fp16. L’image a été peinte de nouveau en fp32',
    decodedInFp32: 'Le décodeur a débordé en fp16. L’image a été décodée de nouveau en fp32',
  },
  buttons: {
    again: 'Relancer',
    stronger: 'Plus fort',
    weaker: 'Moins fort',
    plain: 'Comparer sans et avec',
    strip: 'Bande',
    larger: 'Agrandir',
    vary: 'Varier…',
    varySubtle: 'Varier (léger)',
    varyStrong: 'Varier (fort)',
    other: 'Autre esthétique',
    recipe: 'Recette',
    delete: 'Supprimer',
    cancel: 'Annuler',
    retry: 'Réessayer',
  },
  shapes: { square: 'Carré', portrait: 'Portrait', landscape: 'Paysage', wide: 'Panoramique' },
  varyTitle: 'Peindre des images proches de l’une de celles-ci :',
  varyPlaceholder: 'Choisissez une image',
  varyOption: { subtle: (number) => `Image ${number}, léger`, strong: (number) => `Image ${number}, fort` },
  pickTitle: 'Peindre à nouveau avec la même seed et cette esthétique :',
  pickPlaceholder: 'Choisissez une esthétique',
  shownAt: (width, height, upscale) =>
    `${width} × ${height}, affichée en ${width * upscale} × ${height * upscale} (Lanczos)`,
  recipeTitle: 'Toutes les options de cette image. Cette commande la peint à nouveau :',
  recipe: {
    pack: 'pack',
    size: 'taille',
    start: 'image de départ',
    aesthetic: 'esthétique',
    loras: 'LoRA',
    optimizer: 'optimiseur',
    cosine: 'cosinus',
    device: 'appareil',
    none: 'aucun',
    equalGain: 'ascension à gain égal',
    raw: (name, lr) => `${name}, ε ${lr}`,
    taken: (optimizer, count, mix) => `${optimizer}, ${steps(count)} effectuée${count < 2 ? '' : 's'}, mélange ${mix}`,
  },
  durations: {
    moment: 'quelques secondes',
    seconds: (count) => `environ ${count} s`,
    minutes: (count) => `environ ${count} min`,
    hours: (count) => `environ ${count} h`,
  },
};
