import type { Texts } from '../texts.js';

/** Votes and rankings. */
export const votes: Texts['votes'] = {
  count: (count) => `${count} ${count === 1 ? 'vote' : 'votes'}`,
  vote: 'Voter',
  liked: (what) => `Vous avez voté 👍 pour ${what}.`,
  disliked: (what) => `Vous avez voté 👎 pour ${what}.`,
  withdrawn: (what) => `Vous avez retiré votre vote pour ${what}.`,
  thisPicture: 'cette image',
  tally: (likes, votes) => `${likes} sur ${votes} ${votes === 1 ? 'vote est' : 'votes sont'} 👍.`,
  ownAesthetic: 'C’est votre propre esthétique : votre vote ne compte pas dans les classements.',
  ownPicture: 'C’est votre propre image : votre vote ne compte pas dans les classements.',
  hint: 'Appuyez de nouveau sur le même bouton pour retirer votre vote, ou sur l’autre pour le changer.',
  pictures: 'Vous seul voyez ce message. Les autres voient combien il y a de votes.',
  picture: (index) => `Image ${index}`,
  yours: (thumb) => `votre vote : ${thumb}`,
  skip: 'Passer',
  left: (count) => `${count} ${count === 1 ? 'carte' : 'cartes'} sans votre vote`,
  noCards: 'Il n’y a plus de carte sans votre vote ici. `/aesthetic browse` les montre toutes.',
  lastCard: (count) =>
    `C’était la dernière carte. Vous en avez passé ${count} ; utilisez \`/vote\` pour ${count === 1 ? 'la' : 'les'} revoir.`,
  rankings: {
    titles: {
      cards: 'Esthétiques selon leurs votes',
      abovePlain: 'Esthétiques selon les votes pour leurs images, comparées aux images sans esthétique',
      ownRate: 'Esthétiques selon les votes pour leurs images',
      pictures: 'Images selon leurs votes',
      members: 'Membres selon les votes pour leurs images',
    },
    axes: {
      share: 'part de « j’aime », intervalle à 95 %',
      difference: 'avance sur les images sans esthétique, intervalle à 95 %',
    },
    share: (percent) => `${percent} %`,
    difference: (points) => `${points} points`,
    interval: (low, high) => `de ${low} à ${high}`,
    explained: {
      cards: 'Selon la borne inférieure de l’intervalle à 95 % (Wilson).',
      abovePlain:
        'De combien les images avec l’esthétique plaisent plus souvent que les images sans, en points de pourcentage. Intervalle à 95 %.',
      ownRate:
        'À quelle fréquence les images avec l’esthétique plaisent. Il y a trop peu de votes pour des images sans esthétique pour comparer.',
      pictures: 'Selon la borne inférieure de l’intervalle à 95 % (Wilson).',
      members:
        'Votes pour les images demandées par chaque membre. Selon la borne inférieure de l’intervalle à 95 % (Wilson).',
    },
    ownWork: 'Les votes pour ses propres œuvres ne comptent pas.',
    open: 'ouvrir',
    empty: (period) =>
      `Il n’y a pas de votes à classer (${period}). Utilisez \`/vote\`, ou appuyez sur 👍 ou 👎 sous une image.`,
    alt: (title, period, lines) => `Graphique : ${title}, ${period}. ${lines.join(' ; ')}`,
  },
};
