import type { Texts } from '../texts.js';

/** Votes and rankings. */
export const votes: Texts['votes'] = {
  count: (count) => `${count} ${count === 1 ? 'voto' : 'votos'}`,
  vote: 'Votar',
  liked: (what) => `Has votado 👍 a ${what}.`,
  disliked: (what) => `Has votado 👎 a ${what}.`,
  withdrawn: (what) => `Has retirado tu voto a ${what}.`,
  thisPicture: 'esta imagen',
  tally: (likes, votes) => `${likes} de ${votes} ${votes === 1 ? 'voto es' : 'votos son'} 👍.`,
  ownAesthetic: 'Esta estética es tuya, así que tu voto no cuenta en las clasificaciones.',
  ownPicture: 'Esta imagen es tuya, así que tu voto no cuenta en las clasificaciones.',
  hint: 'Pulsa el mismo botón otra vez para retirar tu voto, o el otro para cambiarlo.',
  pictures: 'Solo tú ves este mensaje. Los demás ven cuántos votos hay.',
  picture: (index) => `Imagen ${index}`,
  yours: (thumb) => `tu voto: ${thumb}`,
  skip: 'Saltar',
  left: (count) => `${count} ${count === 1 ? 'tarjeta' : 'tarjetas'} sin tu voto`,
  noCards: 'Aquí no quedan tarjetas sin tu voto. `/aesthetic browse` las muestra todas.',
  lastCard: (count) =>
    `Esa era la última tarjeta. Has saltado ${count} ${count === 1 ? 'tarjeta' : 'tarjetas'}; usa \`/vote\` para ${count === 1 ? 'verla' : 'verlas'} otra vez.`,
  rankings: {
    titles: {
      cards: 'Estéticas según sus votos',
      abovePlain: 'Estéticas según los votos a sus imágenes, comparadas con imágenes sin estética',
      ownRate: 'Estéticas según los votos a sus imágenes',
      pictures: 'Imágenes según sus votos',
      members: 'Miembros según los votos a sus imágenes',
    },
    axes: {
      share: 'proporción de «me gusta», intervalo del 95 %',
      difference: 'ventaja sobre imágenes sin estética, intervalo del 95 %',
    },
    share: (percent) => `${percent} %`,
    difference: (points) => `${points} puntos`,
    interval: (low, high) => `de ${low} a ${high}`,
    explained: {
      cards: 'Por el extremo inferior del intervalo del 95 % (Wilson).',
      abovePlain:
        'Cuánto más a menudo gustan las imágenes con la estética que las imágenes sin ella, en puntos porcentuales. Intervalo del 95 %.',
      ownRate:
        'Con qué frecuencia gustan las imágenes con la estética. Hay muy pocos votos a imágenes sin estética para compararlas.',
      pictures: 'Por el extremo inferior del intervalo del 95 % (Wilson).',
      members: 'Votos a las imágenes que pidió cada miembro. Por el extremo inferior del intervalo del 95 % (Wilson).',
    },
    ownWork: 'Los votos a obras propias no cuentan.',
    open: 'abrir',
    empty: (period) =>
      `No hay votos para una clasificación (${period}). Usa \`/vote\`, o pulsa 👍 o 👎 debajo de una imagen.`,
    alt: (title, period, lines) => `Gráfico: ${title}, ${period}. ${lines.join('; ')}`,
  },
};
