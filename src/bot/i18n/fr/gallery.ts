import type { Texts } from '../texts.js';

export const gallery: Texts['gallery'] = {
  commands: {
    description: 'Parcourir les images de ce serveur',
    aesthetic: 'Seulement les images peintes avec cette esthétique, ou none',
    member: 'Seulement les images demandées par ce membre',
    sort: 'Quelles images viennent en premier (par défaut : les meilleures)',
    sorts: { best: 'meilleures selon les votes', newest: 'plus récentes' },
    map: 'Montrer sur une carte à quel point les esthétiques de ce serveur se ressemblent',
  },
  best: 'Meilleures images',
  newest: 'Images les plus récentes',
  empty: 'Il n’y a ici aucune image que vous puissiez voir.',
  votes: (count) => (count === 1 ? '1 vote' : `${count} votes`),
};
