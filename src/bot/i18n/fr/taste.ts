import type { Texts } from '../texts.js';

/** French. */
export const taste: Texts['taste'] = {
  bred: (name, votes, members, who) =>
    `**${name}** est maintenant une esthétique, créée par ${who} à partir de ${votes} ${votes === 1 ? 'vote' : 'votes'} de ${members} membres. Essayez-la avec \`/imagine\`.`,
  refined: (name, version, votes, members) =>
    `**${name}** en est à la version ${version} : ses images sont pondérées par ${votes} ${votes === 1 ? 'vote' : 'votes'} de ${members} membres sur ce qu’elle a peint. Les recettes des versions précédentes ne changent pas.`,
  cardBefore: (label) => `Avant : ${label}`,
  cardAfter: (label) => `Maintenant : ${label}`,
  family: {
    title: 'Arbre généalogique',
    gone: 'supprimée',
    elsewhere: 'autre serveur',
    taste: 'le goût d’un membre',
    alt: (label, parents) => `Arbre généalogique de ${label}. ${parents.join('. ')}.`,
    from: (child, parents) => `${child} vient de ${parents.join(', ')}`,
    cut: 'Les ancêtres plus lointains ne sont pas montrés.',
  },
  on: (name) =>
    `Votre goût est activé sur ce serveur. Désormais, vos votes sur des images et vos choix dans des duels, ceux d’avant aussi, forment une esthétique rien que pour vous : \`/imagine aesthetic:${name}\`. Personne d’autre ne peut la voir ni la nommer ; les images que vous peignez avec elle sont aussi publiques que d’autres. Il faut quatre votes. \`/taste show\` montre ce qui a été appris, \`/taste off\` la désactive, \`/taste forget\` l’efface.`,
  off: 'Votre goût est désactivé sur ce serveur. Ce qui a été appris est gardé sans être utilisé. `/taste forget` l’efface.',
  forgotten: 'Ce qui a été appris ici de votre goût est effacé. Vos votes restent ; `/privacy erase` les efface aussi.',
  nothingToForget: 'Le bot ne sait rien de votre goût ici.',
  shared: (name, who) =>
    `**${name}** est maintenant une esthétique : le goût de ${who}, tel que ses votes le montrent. Essayez-la avec \`/imagine\`.`,
  title: 'Votre goût sur ce serveur',
  votes: (count) => `Appris de ${count} de vos votes.`,
  provisional: 'Provisoire : avec si peu de votes, il peut encore beaucoup changer.',
  certainty: (percent) =>
    `Sa certitude : sur des votes qu’il ne connaissait pas, il a donné ${percent} % à ce que vous avez choisi. Un choix au hasard donnerait 50 %.`,
  mixture: (parts, own) =>
    parts.length === 0
      ? 'Il n’est proche d’aucune esthétique de ce serveur.'
      : `Parmi les esthétiques de ce serveur : ${parts.join(', ')}. ${own} % du chemin mène de là à ce que disent vos votes seuls.`,
  part: (name, percent) => `${name} ${percent} %`,
  words: (words) => `Les mots les plus proches (en anglais) : ${words.join(', ')}.`,
  best: 'Ce qui lui correspond le mieux parmi les images sur lesquelles vous avez voté :',
  worst: 'Et le moins :',
  likesMore: 'Ceci vous plaît plus qu’au serveur :',
  likesLess: 'Et ceci moins :',
  more: 'Il faut plus de votes pour montrer des images.',
  alt: (prompt) => `Une image de « ${prompt} »`,
  suggested: (name) => `${name} (pour vous seulement)`,
};
