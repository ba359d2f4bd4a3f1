import type { Texts } from '../texts.js';

export const gallery: Texts['gallery'] = {
  commands: {
    description: 'Mira las imágenes de este servidor',
    aesthetic: 'Solo imágenes pintadas con esta estética, o none para ninguna',
    member: 'Solo imágenes que pidió este miembro',
    sort: 'Qué imágenes van primero (por defecto: las mejores)',
    sorts: { best: 'mejores por votos', newest: 'más recientes' },
    map: 'Muestra en un mapa cuánto se parecen las estéticas de este servidor',
    contest: 'Abre un hilo donde se pinta con una estética y se clasifican las imágenes al final',
    contestAesthetic: 'La estética con la que se pinta',
    contestHours: 'Durante cuántas horas (por defecto: 24)',
    contestTitle: 'Cómo se llama',
  },
  contestTitle: (aesthetic) => `Concurso: ${aesthetic}`,
  contestOpened: (title, aesthetic, thread, when) =>
    `**${title}**: hay un concurso con la estética **${aesthetic}** en ${thread}. Termina ${when}.`,
  contestHow: (aesthetic, when) =>
    `Pinta en este hilo con \`/imagine\` y la estética **${aesthetic}**: cada imagen participa. Vota las imágenes de los demás con 👍 y 👎. El concurso termina ${when}.`,
  contestRules:
    'Se clasifica por el extremo inferior del intervalo de la proporción de agrado (Wilson). Los votos a imágenes propias no cuentan; los valores iguales comparten puesto.',
  contestEnd: (title) => `${title} ha terminado`,
  contestNoVotes: 'Nadie votó una imagen de otra persona, así que no hay clasificación.',
  contestCounts: (entries, without) => `Imágenes: ${entries}, de ellas ${without} sin votos de otros.`,
  contestAll: 'Ver todas las imágenes',
  contestNoEntries: 'No hay imágenes.',
  /** In the picture itself: plain text. */
  mapTitle: 'Cuánto se parecen nuestras estéticas',
  mapSubtitle: 'cerca: parecidas',
  mapTooFew: 'Aquí hay menos de tres estéticas que se puedan comparar.',
  mapHint: (percent) =>
    `Cerca significa parecido; las direcciones no significan nada. El plano muestra el ${percent} % de las diferencias.`,
  mapLeft: (shown, left) => `Se muestran ${shown}, por votos y uso; no había sitio para ${left} más.`,
  mapAlt: (pairs) => `Un mapa de estéticas, las parecidas cerca. ${pairs.join('; ')}`,
  mapNear: (name, near) => `${name} está más cerca de ${near}`,
  best: 'Mejores imágenes',
  newest: 'Imágenes más recientes',
  empty: 'Aquí no hay imágenes que puedas ver.',
  votes: (count) => (count === 1 ? '1 voto' : `${count} votos`),
};
