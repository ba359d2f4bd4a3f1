import type { Texts } from '../texts.js';

const images = (count: number) => (count === 1 ? '1 imagen' : `${count} imágenes`);

/** What commands answer when they have done their work. Names come escaped. */
export const answers: Texts['answers'] = {
  created: (name, count, who) =>
    `**${name}** ya es una estética, creada por ${who} con ${images(count)}. Pruébala con \`/imagine\`.`,
  changed: (name, version, count) =>
    `**${name}** está ahora en la versión ${version}, con ${images(count)}. Las recetas de versiones anteriores no cambian.`,
  blended: (name, kind, parts, who) =>
    `**${name}** ya es una estética (\`${kind}\`), mezcla de ${parts}, creada por ${who}. Pruébala con \`/imagine\`.`,
  blendOf: (parts) => `Mezcla de ${parts.join(', ')}`,
  part: (weight, aesthetic) => `${weight} × ${aesthetic}`,
  gonePart: 'una estética eliminada',
  adoptedFrom: 'Adoptada de otro servidor',
  shared: (name, version) =>
    `Con este código se puede adoptar **${name}** v${version} en otro servidor donde esté este bot:`,
  sharedHint:
    'El código es válido hasta que lo anules o vuelvas a compartir la estética, lo que crea otro. Las copias ya adoptadas se conservan.',
  unshare: 'Anular el código',
  unshared: (name) => `El código de **${name}** ya no es válido. Las copias ya adoptadas se conservan.`,
  notShared: (name) => `**${name}** no tiene ningún código que anular.`,
  adopted: (name, count, who) =>
    `**${name}** ya es una estética de este servidor (${count === 0 ? 'solo un vector' : images(count)}), adoptada por ${who}. Pruébala con \`/imagine\`.`,
  renamed: (before, after) => `**${before}** ahora se llama **${after}**.`,
  deleted: (name) =>
    `**${name}** se eliminó y su nombre queda libre. Las imágenes pintadas con ella se conservan. Puedes recuperarla durante 24 horas.`,
  undo: 'Deshacer',
  restored: (name) => `**${name}** está de vuelta.`,
  imported: (name, kind) => `**${name}** ya es una estética (\`${kind}\`). Pruébala con \`/imagine\`.`,
  exported: (name) => `**${name}**, como archivo:`,
  noAesthetics: 'Aquí todavía no hay estéticas. `/aesthetic create` crea una con unas pocas imágenes.',
  aesthetics: 'Estéticas de este servidor',
  ofPack: 'viene con el pack',
  images: (count) => (count === 0 ? 'solo un vector' : images(count)),
  uses: (count) => `usada ${count === 1 ? '1 vez' : `${count} veces`}`,
  madeBy: (who) => `creada por ${who}`,
  pages: (page, pages) => `Página ${page} de ${pages}`,
  earlier: 'Anterior',
  later: 'Siguiente',
  cards: {
    plainRow: 'sin estética',
    caption: (prompt, cosine) => `${prompt}\ncoseno ${cosine}`,
    alt: (name, columns) =>
      `Tarjeta de ${name}: los mismos prompts y la misma semilla, arriba sin la estética y abajo con ella. Cosenos: ${columns.join('; ')}`,
    column: (prompt, before, after) => `${prompt} ${before} → ${after}`,
    proof: (columns) => `Arriba sin la estética, abajo con ella, misma semilla. Cosenos: ${columns.join(' · ')}`,
    paint: (when) => `Pintar tarjeta${when === undefined ? '' : ` (${when})`}`,
    painting:
      'Su tarjeta se pinta cuando no hay nadie más en espera: los mismos tres prompts, sin la estética y con ella.',
    cancelled: 'Su tarjeta no se pintará.',
    failed: 'No se pudo pintar su tarjeta.',
  },
  thumbnail: (index, name) => `Imagen ${index} de ${name}`,
  image: (index) => `Imagen ${index}`,
  imagePlaceholder: 'Imagen',
  removeWhich: (name) => `¿Qué imagen quieres quitar de **${name}**?`,
  rename: 'Cambiar nombre',
  remove: 'Quitar una imagen',
  delete: 'Eliminar',
  cancelled: 'Solicitud cancelada.',
  queueEmpty: 'No hay nada en espera aquí.',
  queueTitle: 'En espera en este servidor',
  queuePainting: 'pintando ahora',
  queueNoPainter: 'ahora no se puede pintar',
  queueElsewhere: (count) =>
    `Hay ${count === 1 ? '1 solicitud más' : `${count} solicitudes más`} en espera en otros servidores. Los servidores se turnan, así que uno muy activo no hace esperar a los demás.`,
  andMore: (count) => `… y ${count} más`,
  settingsTitle: 'Ajustes de este servidor',
  settingsSaved: 'Ajustes guardados.',
  channelsPlaceholder: 'Canales donde pintar; si no eliges ninguno, en todos',
  settings: {
    pack: 'Pack',
    aesthetic: 'Estética predeterminada',
    strength: 'Intensidad predeterminada',
    caps: 'Solicitudes en espera a la vez',
    capsValue: (member, guild) => `${member} por persona, ${guild} en este servidor`,
    channels: 'Pinta en',
    everywhere: 'todos los canales',
    creators: 'Quién puede crear estéticas',
    everyone: 'cualquiera',
    managers: 'quien administra el servidor',
    unchecked: 'Packs que no revisan sus imágenes',
    uncheckedYes: 'pintan en todos los canales',
    cards: 'Tarjetas de estéticas nuevas',
    cardsYes: 'se pintan solas si tardan menos de dos minutos',
    cardsNo: 'se pintan cuando alguien lo pide',
    uncheckedNo: 'pintan solo en canales con restricción de edad',
    none: 'ninguna',
    ofPack: 'la del pack',
  },
  export: 'Todo lo que se guarda sobre ti, en todos los servidores de este bot:',
  eraseAsk:
    'Esto borra tus imágenes, las estéticas creadas con ellas, tus solicitudes y tus votos, en todos los servidores de este bot. Las estéticas que contienen alguna imagen tuya pierden su vector. No se puede deshacer. Si antes quieres una copia, usa `/privacy export`.',
  eraseButton: 'Borrar todos mis datos',
  erased: (aesthetics, generations) =>
    `Se borró lo siguiente: ${aesthetics === 1 ? '1 estética' : `${aesthetics} estéticas`}, ${generations === 1 ? '1 solicitud' : `${generations} solicitudes`} y todos tus votos. Los mensajes con imágenes puedes eliminarlos tú.`,
  form: {
    title: 'Nueva estética',
    name: 'Nombre',
    namePlaceholder: 'old paper',
    note: 'Unas palabras sobre ella',
    kind: 'Tipo',
    contrast: 'en qué se distinguen las imágenes de otras',
    mean: 'lo que son las imágenes, como en el artículo científico',
    images: 'Imágenes, de 1 a 10',
    imagesHint: 'Sirven para calcular un vector; se guarda una miniatura de cada una, pero no el archivo.',
    ready: (count) => `Se creará con ${images(count)} del mensaje.`,
    renameTitle: 'Cambiar nombre',
  },
};
