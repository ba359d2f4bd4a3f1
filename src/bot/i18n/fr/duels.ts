import type { DuelErrorTexts } from '../errors.js';
import type { Texts } from '../texts.js';

const votes = (count: number): string => `${count} vote${count < 2 ? '' : 's'}`;

export const duels: Texts['duels'] = {
  open: (when) =>
    `Quelle image préférez-vous, A (la première) ou B (la deuxième) ? Les deux ont le même prompt et la même seed. Le vote se termine ${when} ; les noms et les totaux seront alors affichés.`,
  closed: 'Ce duel est terminé.',
  alt: (side, prompt) => `Image ${side} d’un duel : ${prompt}`,
  altNamed: (side, prompt, name) => `Image ${side} d’un duel : ${prompt}. Peinte avec : ${name}`,
  buttons: { equal: 'Égalité', close: 'Clore maintenant', rematch: 'Revanche', skip: 'Passer', stop: 'Arrêter' },
  plain: 'sans esthétique',
  deleted: (name) => `${name} (supprimée)`,
  erased: 'une esthétique dont les données ont été effacées',
  won: (side, name) => `**${side}** gagne : **${name}**`,
  draw: 'C’est un match nul.',
  noVotes: 'Personne n’a voté.',
  side: (side, name, count) => `${side} : ${name} · ${votes(count)}`,
  equal: (count) => `Égalité : ${votes(count)}`,
  ownVotes: (count) =>
    `Hors classement : ${votes(count)} de personnes qui ont lancé le duel ou créé une des esthétiques.`,
  chosen: (choice) =>
    `Votre choix : **${choice}**. Appuyez sur un autre bouton pour le changer, ou sur le même pour le retirer.`,
  takenBack: 'Vous avez retiré votre choix.',
  own: 'Il ne compte pas dans les classements, car vous avez demandé les images ou créé une des esthétiques.',
  why: 'Qu’est-ce qui a fait la différence ? Vous pouvez ne pas répondre.',
  reasons: { colour: 'Couleur et lumière', texture: 'Texture et trait', subject: 'Le sujet' },
  reasonKept: (reason) => `Merci. Votre raison : **${reason}**.`,
  subjectKept: 'Ce que le sujet a décidé ne compte pas comme un choix de style.',
  pair: 'Quelle image préférez-vous, A (la première) ou B (la deuxième) ? Les deux ont le même prompt.',
  pairAlt: (side, prompt) => `Image ${side} : ${prompt}`,
  noPairs:
    'Il n’y a rien à comparer pour vous ici en ce moment. Il faut deux images du même prompt avec des esthétiques différentes, ou une sans esthétique : un duel les peint, et le bouton « Comparer sans et avec » aussi. `/duel start` lance un duel.',
  stopped: (count) => `Terminé. Paires que vous avez comparées sur ce serveur : ${count}.`,
  closing: 'Le vote est terminé. Le résultat arrive.',
  best: 'Laquelle est la meilleure ?',
  picture: (number) => `image ${number}`,
};

export const duelCommands: Texts['commands']['duel'] = {
  description: 'Comparer des esthétiques à l’aveugle : voter sur deux images du même prompt',
  start: 'Peindre un prompt avec deux esthétiques et laisser les membres voter à l’aveugle',
  prompt: 'Ce qu’il faut peindre',
  left: 'Une esthétique, ou plain pour aucune (par défaut : le bot choisit une paire)',
  right: 'Une autre esthétique, ou plain pour aucune (par défaut : le bot la choisit)',
  minutes: 'Durée du vote en minutes : de 1 à 10080, une semaine (par défaut : 60)',
  stream: 'Comparer des paires d’images de ce serveur, l’une après l’autre ; rien que pour vous',
};

export const duelErrors: DuelErrorTexts = {
  duelSame: 'Un duel demande deux côtés différents : choisissez deux esthétiques, ou une et plain.',
  duelMinutes: ({ least, most }) =>
    `Un duel dure un nombre entier de minutes, de ${least} à ${most}. Choisissez un nombre dans cet intervalle.`,
  duelNoAesthetics:
    'Un duel demande une esthétique, et il n’y en a aucune ici qui puisse servir. /aesthetic create en crée une à partir de quelques images.',
  duelGone: 'Ce duel n’existe plus : ses images ont été supprimées, ou il a été annulé.',
  duelNotOpen: 'Ce duel n’est pas ouvert.',
  notYourDuel:
    'Seuls la personne qui a lancé ce duel et les membres avec la permission « Gérer les messages » peuvent le clore avant l’heure.',
  pairGone: 'Au moins une de ces images a été supprimée. /duel stream montre d’autres paires.',
  choiceGone: 'Ce choix n’existe plus : vous l’avez retiré.',
};
