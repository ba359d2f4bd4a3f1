import type { Texts } from '../texts.js';

const images = (count: number): string => `${count} image${count < 2 ? '' : 's'}`;

export const answers: Texts['answers'] = {
  created: (name, count, who) =>
    `**${name}** est maintenant une esthétique, créée par ${who} à partir de ${images(count)}. Essayez-la avec \`/imagine\`.`,
  changed: (name, version, count) =>
    `**${name}** est maintenant en version ${version}, avec ${images(count)}. Les recettes des versions précédentes ne changent pas.`,
  blended: (name, kind, parts, who) =>
    `**${name}** est maintenant une esthétique (${kind}), mélange de ${parts} esthétiques créé par ${who}. Essayez-la avec \`/imagine\`.`,
  blendOf: (parts) => `Mélange de ${parts.join(', ')}`,
  part: (weight, aesthetic) => `${weight} × ${aesthetic}`,
  gonePart: 'esthétique supprimée',
  adoptedFrom: 'Adoptée depuis un autre serveur',
  shared: (name, version) =>
    `Avec ce code, tout le monde peut adopter **${name}** v${version} sur un autre serveur de ce bot :`,
  sharedHint:
    'Le code est valable jusqu’à ce que vous le révoquiez ou que vous partagiez à nouveau l’esthétique, ce qui donne un nouveau code. Les copies adoptées restent.',
  unshare: 'Révoquer le code',
  unshared: (name) => `Le code de **${name}** n’est plus valable. Les copies adoptées restent.`,
  notShared: (name) => `**${name}** n’a pas de code à révoquer.`,
  adopted: (name, count, who) =>
    `**${name}** est maintenant une esthétique ici aussi (${count === 0 ? 'vecteur seul' : images(count)}), adoptée par ${who}. Essayez-la avec \`/imagine\`.`,
  renamed: (before, after) => `**${before}** s’appelle maintenant **${after}**.`,
  deleted: (name) =>
    `**${name}** est supprimée et son nom est de nouveau libre. Les images peintes avec elle restent. Vous pouvez la restaurer pendant 24 heures.`,
  undo: 'Annuler la suppression',
  restored: (name) => `**${name}** est restaurée.`,
  imported: (name, kind) => `**${name}** est maintenant une esthétique (${kind}). Essayez-la avec \`/imagine\`.`,
  exported: (name) => `Le fichier de **${name}** :`,
  noAesthetics:
    'Il n’y a pas encore d’esthétique ici. `/aesthetic create` permet d’en créer une à partir de quelques images.',
  aesthetics: 'Esthétiques de ce serveur',
  ofPack: 'fournie avec le pack',
  images: (count) => (count === 0 ? 'vecteur seul' : images(count)),
  uses: (count) => `utilisée ${count} fois`,
  madeBy: (who) => `créée par ${who}`,
  pages: (page, pages) => `Page ${page} sur ${pages}`,
  earlier: 'Précédent',
  later: 'Suivant',
  cards: {
    plainRow: 'sans',
    caption: (prompt, cosine) => `${prompt}\ncosinus ${cosine}`,
    alt: (name, columns) =>
      `Carte de ${name} : les mêmes prompts avec la même seed, en haut sans l’esthétique et en bas avec. Cosinus : ${columns.join(' ; ')}`,
    column: (prompt, before, after) => `${prompt} ${before} → ${after}`,
    proof: (columns) => `En haut sans l’esthétique, en bas avec, même seed. Cosinus : ${columns.join(' · ')}`,
    paint: (when) => `Créer sa carte${when === undefined ? '' : ` (${when})`}`,
    painting:
      'Sa carte sera peinte quand aucune autre demande n’attendra : trois prompts, chacun sans l’esthétique et avec.',
    cancelled: 'Sa carte a été annulée.',
    failed: 'Sa carte n’a pas pu être peinte.',
  },
  thumbnail: (index, name) => `Image ${index} de ${name}`,
  image: (index) => `Image ${index}`,
  imagePlaceholder: 'Image',
  removeWhich: (name) => `Quelle image voulez-vous retirer de **${name}** ?`,
  rename: 'Renommer',
  remove: 'Retirer une image',
  delete: 'Supprimer',
  cancelled: 'Annulé.',
  queueEmpty: 'Aucune demande n’est en attente ici.',
  queueTitle: 'File d’attente de ce serveur',
  queuePainting: 'en cours de peinture',
  queueNoPainter: 'la peinture n’est pas disponible actuellement',
  queueElsewhere: (count) =>
    `${count} ${count < 2 ? 'autre demande attend' : 'autres demandes attendent'} sur d’autres serveurs. Les serveurs passent à tour de rôle : un serveur très actif ne retarde pas les autres.`,
  andMore: (count) => `… et ${count} ${count < 2 ? 'autre' : 'autres'}`,
  settingsTitle: 'Paramètres de ce serveur',
  settingsSaved: 'Enregistré.',
  channelsPlaceholder: 'Salons où peindre (aucun choix : tous les salons)',
  settings: {
    pack: 'Pack',
    aesthetic: 'Esthétique par défaut',
    strength: 'Intensité par défaut',
    caps: 'Nombre maximal de demandes en attente',
    capsValue: (member, guild) => `${member} par membre, ${guild} sur ce serveur`,
    channels: 'Salons où peindre',
    everywhere: 'tous les salons',
    creators: 'Qui peut créer des esthétiques',
    everyone: 'tout le monde',
    managers: 'gestionnaires du serveur',
    unchecked: 'Packs sans contrôle du contenu',
    uncheckedYes: 'peignent dans tous les salons',
    cards: 'Cartes des nouvelles esthétiques',
    cardsYes: 'peintes automatiquement si cela prend moins de deux minutes',
    cardsNo: 'peintes à la demande',
    uncheckedNo: 'peignent uniquement dans les salons soumis à une limite d’âge',
    none: 'aucune',
    ofPack: 'celle du pack',
  },
  export: 'Toutes les données que ce bot conserve à votre sujet, sur tous ses serveurs :',
  eraseAsk:
    'Ceci efface vos images, les esthétiques créées à partir d’elles, vos demandes et vos votes, sur tous les serveurs de ce bot. Les esthétiques qui contiennent une de vos images perdent leur vecteur. Cette action est irréversible. Pour obtenir d’abord une copie, utilisez `/privacy export`.',
  eraseButton: 'Effacer tout ce qui me concerne',
  erased: (aesthetics, generations) =>
    `Données effacées : ${aesthetics} esthétique${aesthetics < 2 ? '' : 's'}, ${generations} demande${generations < 2 ? '' : 's'} et tous vos votes. Les messages avec des images restent ; vous pouvez les supprimer vous-même.`,
  form: {
    title: 'Nouvelle esthétique',
    name: 'Nom',
    namePlaceholder: 'old paper',
    note: 'Courte description',
    kind: 'Type',
    contrast: 'ce qui distingue ces images des autres',
    mean: 'ce que sont les images, comme dans l’article',
    images: 'Images, de 1 à 10',
    imagesHint: 'Le bot en calcule un vecteur. Il ne garde qu’une petite miniature de chaque image.',
    ready: (count) => `À partir de ${images(count)} du message.`,
    renameTitle: 'Renommer l’esthétique',
  },
};
