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
  best: 'Mejores imágenes',
  newest: 'Imágenes más recientes',
  empty: 'Aquí no hay imágenes que puedas ver.',
  votes: (count) => (count === 1 ? '1 voto' : `${count} votos`),
};
