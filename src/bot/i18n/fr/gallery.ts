import type { Texts } from '../texts.js';

export const gallery: Texts['gallery'] = {
  commands: {
    description: 'Parcourir les images de ce serveur',
    aesthetic: 'Seulement les images peintes avec cette esthétique, ou none',
    member: 'Seulement les images demandées par ce membre',
    sort: 'Quelles images viennent en premier (par défaut : les meilleures)',
    sorts: { best: 'meilleures selon les votes', newest: 'plus récentes' },
    map: 'Montrer sur une carte à quel point les esthétiques de ce serveur se ressemblent',
    contest: 'Ouvrir un fil où l’on peint avec une esthétique, et classer les images à la fin',
    contestAesthetic: 'L’esthétique avec laquelle peindre',
    contestHours: 'Pendant combien d’heures (par défaut : 24)',
    contestTitle: 'Son titre',
  },
  contestTitle: (aesthetic) => `Concours : ${aesthetic}`,
  contestOpened: (title, aesthetic, thread, when) =>
    `**${title}** : un concours avec l’esthétique **${aesthetic}** est ouvert dans ${thread}. Il se termine ${when}.`,
  contestHow: (aesthetic, when) =>
    `Peignez dans ce fil avec \`/imagine\` et l’esthétique **${aesthetic}** : chaque image participe. Votez pour les images des autres avec 👍 et 👎. Le concours se termine ${when}.`,
  contestRules:
    'Classement selon le bas de l’intervalle de la part d’approbation (Wilson). Les votes pour ses propres images ne comptent pas ; à valeur égale, rang égal.',
  contestEnd: (title) => `${title} est terminé`,
  contestNoVotes: 'Personne n’a voté pour l’image d’un autre membre : il n’y a pas de classement.',
  contestCounts: (entries, without) => `Images : ${entries}, dont ${without} sans votes d’autres membres.`,
  contestAll: 'Voir toutes les images',
  contestNoEntries: 'Il n’y a aucune image.',
  /** In the picture itself: plain text. */
  mapTitle: 'Ressemblance de nos esthétiques',
  mapSubtitle: 'proches : semblables',
  mapTooFew: 'Il y a ici moins de trois esthétiques que l’on puisse comparer.',
  mapHint: (percent) =>
    `Proche veut dire semblable ; les directions ne veulent rien dire. Le plan montre ${percent} % des différences.`,
  mapLeft: (shown, left) =>
    `${shown} sont montrées, selon les votes et l’usage ; il n’y avait pas de place pour ${left} autres.`,
  mapAlt: (pairs) => `Une carte des esthétiques, les semblables proches. ${pairs.join(' ; ')}`,
  mapNear: (name, near) => `${name} est la plus proche de ${near}`,
  best: 'Meilleures images',
  newest: 'Images les plus récentes',
  empty: 'Il n’y a ici aucune image que vous puissiez voir.',
  votes: (count) => (count === 1 ? '1 vote' : `${count} votes`),
};
