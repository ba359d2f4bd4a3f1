import type { Texts } from '../texts.js';

/** Spanish. */
export const taste: Texts['taste'] = {
  bred: (name, votes, members, who) =>
    `**${name}** ya es una estética, creada por ${who} a partir de ${votes} ${votes === 1 ? 'voto' : 'votos'} de ${members} miembros. Pruébala con \`/imagine\`.`,
  refined: (name, version, votes, members) =>
    `**${name}** está ahora en la versión ${version}: sus imágenes están ponderadas por ${votes} ${votes === 1 ? 'voto' : 'votos'} de ${members} miembros sobre lo que pintó. Las recetas de versiones anteriores no cambian.`,
  cardBefore: (label) => `Antes: ${label}`,
  cardAfter: (label) => `Ahora: ${label}`,
  family: {
    title: 'Árbol genealógico',
    gone: 'eliminada',
    elsewhere: 'otro servidor',
    taste: 'el gusto de un miembro',
    alt: (label, parents) => `Árbol genealógico de ${label}. ${parents.join('. ')}.`,
    from: (child, parents) => `${child} procede de ${parents.join(', ')}`,
    cut: 'No se muestran antepasados más lejanos.',
  },
  on: (name) =>
    `Tu gusto está activado en este servidor. Desde ahora, tus votos a imágenes y lo que eliges en duelos, también lo anterior, forman una estética solo para ti: \`/imagine aesthetic:${name}\`. Nadie más puede verla ni nombrarla; las imágenes que pintes con ella son tan públicas como otras. Hacen falta cuatro votos. \`/taste show\` muestra lo aprendido, \`/taste off\` la desactiva, \`/taste forget\` la borra.`,
  off: 'Tu gusto está desactivado en este servidor. Lo aprendido se guarda y no se usa. `/taste forget` lo borra.',
  forgotten:
    'Lo aprendido aquí sobre tu gusto se ha borrado. Tus votos se conservan; `/privacy erase` también los borra.',
  nothingToForget: 'Aquí no se sabe nada de tu gusto.',
  shared: (name, who) =>
    `**${name}** ya es una estética: el gusto de ${who}, tal como lo muestran sus votos. Pruébala con \`/imagine\`.`,
  title: 'Tu gusto en este servidor',
  votes: (count) => `Aprendido de ${count} votos tuyos.`,
  provisional: 'Provisional: con tan pocos votos aún puede cambiar mucho.',
  certainty: (percent) =>
    `Su fiabilidad: en votos que no conocía, dio un ${percent} % a lo que elegiste. Elegir al azar daría un 50 %.`,
  mixture: (parts, own) =>
    parts.length === 0
      ? 'No está cerca de ninguna estética de este servidor.'
      : `Entre las estéticas de este servidor: ${parts.join(', ')}. El ${own} % del camino va desde ahí hasta lo que dicen solo tus votos.`,
  part: (name, percent) => `${name} ${percent} %`,
  words: (words) => `Las palabras más cercanas (en inglés): ${words.join(', ')}.`,
  best: 'Lo que mejor encaja de las imágenes que has votado:',
  worst: 'Y lo que menos:',
  likesMore: 'Esto te gusta más que al servidor:',
  likesLess: 'Y esto menos:',
  more: 'Necesita más votos para mostrar imágenes.',
  alt: (prompt) => `Una imagen de «${prompt}»`,
  suggested: (name) => `${name} (solo tuyo)`,
};
