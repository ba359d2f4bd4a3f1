import type { DuelErrorTexts } from '../errors.js';
import type { Texts } from '../texts.js';

const votes = (count: number): string => (count === 1 ? '1 voto' : `${count} votos`);

export const duels: Texts['duels'] = {
  open: (when) =>
    `¿Qué imagen prefieres, A (la primera) o B (la segunda)? Las dos tienen el mismo prompt y la misma semilla. La votación termina ${when}; entonces se verán los nombres y los votos.`,
  closed: 'Este duelo ha terminado.',
  alt: (side, prompt) => `Imagen ${side} de un duelo: ${prompt}`,
  altNamed: (side, prompt, name) => `Imagen ${side} de un duelo: ${prompt}. Pintada con: ${name}`,
  buttons: { equal: 'Iguales', close: 'Cerrar ahora', rematch: 'Revancha', skip: 'Saltar', stop: 'Parar' },
  plain: 'sin estética',
  deleted: (name) => `${name} (eliminada)`,
  erased: 'una estética cuyos datos se borraron',
  won: (side, name) => `Gana **${side}**: **${name}**`,
  draw: 'Es un empate.',
  noVotes: 'Nadie ha votado.',
  side: (side, name, count) => `${side}: ${name} · ${votes(count)}`,
  equal: (count) => `Iguales: ${votes(count)}`,
  ownVotes: (count) =>
    `No cuentan en las clasificaciones: ${votes(count)} de quienes iniciaron el duelo o crearon una de las estéticas.`,
  chosen: (choice) =>
    `Tu elección: **${choice}**. Pulsa otro botón para cambiarla, o el mismo otra vez para retirarla.`,
  takenBack: 'Has retirado tu elección.',
  own: 'No cuenta en las clasificaciones, porque pediste las imágenes o creaste una de las estéticas.',
  why: '¿Qué marcó la diferencia? No hace falta que respondas.',
  reasons: { colour: 'Color y luz', texture: 'Textura y trazo', subject: 'El motivo' },
  reasonKept: (reason) => `Gracias. Tu razón: **${reason}**.`,
  subjectKept: 'Lo que decidió el motivo no cuenta como elección de estilo.',
  pair: '¿Qué imagen prefieres, A (la primera) o B (la segunda)? Las dos tienen el mismo prompt.',
  pairAlt: (side, prompt) => `Imagen ${side}: ${prompt}`,
  noPairs:
    'Ahora no hay nada que puedas comparar aquí. Hacen falta dos imágenes del mismo prompt con estéticas distintas, o una sin ninguna: un duelo las pinta, y también el botón «Con y sin estética». `/duel start` inicia un duelo.',
  stopped: (count) => `Terminado. Pares que has comparado en este servidor: ${count}.`,
  closing: 'La votación ha terminado. El resultado aparecerá enseguida.',
  best: '¿Cuál es la mejor?',
  picture: (number) => `imagen ${number}`,
};

export const duelCommands: Texts['commands']['duel'] = {
  description: 'Compara estéticas a ciegas: vota dos imágenes del mismo prompt',
  start: 'Pinta un prompt con dos estéticas para que los miembros voten a ciegas',
  prompt: 'Qué pintar',
  left: 'Una estética, o plain para ninguna (por defecto, el bot elige el par)',
  right: 'Otra estética, o plain para ninguna (por defecto, la elige el bot)',
  minutes: 'Minutos para votar: de 1 a 10080, una semana (por defecto: 60)',
  stream: 'Compara pares de imágenes de este servidor, uno tras otro; solo tú los ves',
};

export const duelErrors: DuelErrorTexts = {
  duelSame: 'Un duelo necesita dos lados distintos: elige dos estéticas, o una y plain.',
  duelMinutes: ({ least, most }) =>
    `Un duelo dura un número entero de minutos, de ${least} a ${most}. Elige un número de ese rango.`,
  duelNoAesthetics:
    'Un duelo necesita una estética, y aquí no hay ninguna que se pueda usar. /aesthetic create crea una a partir de unas imágenes.',
  duelGone: 'Este duelo ya no existe: sus imágenes se eliminaron o se canceló.',
  duelNotOpen: 'Este duelo no está abierto.',
  notYourDuel:
    'Solo puede cerrar este duelo antes de tiempo quien lo inició o quien puede administrar los mensajes de aquí.',
  pairGone: 'Se eliminó al menos una de estas imágenes. /duel stream muestra otros pares.',
  choiceGone: 'Esa elección ya no existe: la retiraste.',
};
