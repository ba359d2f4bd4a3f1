import type { Texts } from '../texts.js';

export const gallery: Texts['gallery'] = {
  commands: {
    description: 'Mira las imágenes de este servidor',
    aesthetic: 'Solo imágenes pintadas con esta estética, o none para ninguna',
    member: 'Solo imágenes que pidió este miembro',
    sort: 'Qué imágenes van primero (por defecto: las mejores)',
    sorts: { best: 'mejores por votos', newest: 'más recientes' },
    map: 'Muestra en un mapa cuánto se parecen las estéticas de este servidor',
  },
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
