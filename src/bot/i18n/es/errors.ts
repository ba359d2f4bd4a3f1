import type { Texts } from '../texts.js';
import { duelErrors } from './duels.js';
import { engineErrors } from './engineErrors.js';
import { permissions } from './permissions.js';

const requests = (count: number) => (count === 1 ? '1 solicitud' : `${count} solicitudes`);
const images = (count: number) => (count === 1 ? '1 imagen' : `${count} imágenes`);
const characters = (count: number) => (count === 1 ? '1 carácter' : `${count} caracteres`);

/**
 * Why something cannot be done, and what to do instead. Plain text without markdown: views escape it whole, so that names and prompts can
 * be quoted as they are. What is said within another text begins small and has no full stop; views add one.
 */
export const errors: Texts['errors'] = {
  erasedVector: 'se borró su vector',
  capRange: ({ highest, given }) => `Un límite es un número entero de 1 a ${highest}, no ${given}.`,
  noPack: ({ pack }) => `Aquí no hay ningún pack llamado ${pack}.`,
  memberCap: ({ count }) =>
    `Ya tienes ${requests(count)} en espera, el máximo por persona aquí. Espera a que termine alguna o usa /cancel.`,
  guildCap: ({ count }) =>
    `Ya hay ${requests(count)} en espera en este servidor, el máximo permitido. Inténtalo de nuevo cuando termine alguna.`,
  aestheticCap: ({ most }) =>
    `Este servidor puede tener ${most} ${most === 1 ? 'estética' : 'estéticas'}, contando las que se están creando. Borra una con /aesthetic delete o pide que suban el límite con /settings.`,
  requestTooCostly: ({ seconds, most, count, width, height, steps }) =>
    `Esto tardaría unos ${seconds} segundos, y una solicitud puede tardar ${most}. Cabría: ${count} ${count === 1 ? 'imagen' : 'imágenes'} de ${width} × ${height} con ${steps} ${steps === 1 ? 'paso' : 'pasos'}.`,
  deviceTooSlow: ({ seconds, most }) =>
    `Aquí se pinta despacio: esto tardaría unos ${seconds} segundos, y una solicitud puede tardar ${most}. Pregunta a quien administra el bot.`,
  memberCost: ({ seconds, waiting, most }) =>
    `Esto tardaría unos ${seconds} segundos, y tus solicitudes en espera ya suman ${waiting}; juntas pueden tardar ${most}. Espera a que termine alguna, usa /cancel o pide menos.`,
  guildCost: ({ seconds, waiting, most }) =>
    `Esto tardaría unos ${seconds} segundos, y las solicitudes en espera de este servidor ya suman ${waiting}; juntas pueden tardar ${most}. Inténtalo más tarde o pide menos.`,
  alreadyHere: ({ name }) => `«${name}» ya es una estética de este servidor.`,
  notOwn: 'Esa estética ya no existe o viene con el pack.',
  partGone: 'Una de las estéticas que quieres mezclar ya no existe.',
  unblendable: ({ name, why }) => `«${name}» no se puede mezclar: ${why}`,
  takenByPack: ({ name, pack }) => `«${name}» viene con el pack ${pack}; elige otro nombre.`,
  taken: ({ name }) => `Aquí ya hay una estética llamada «${name}»; elige otro nombre.`,
  unusable: ({ label, why }) => `«${label}» no se puede usar: ${why}`,
  erased: ({ label }) => `«${label}» se borró; vuelve a crearla.`,
  otherLength: ({ length, pack, wanted }) =>
    `Esta estética tiene ${length} números y ${pack} usa ${wanted}: se hizo con otro CLIP.`,
  otherClip: ({ pack }) =>
    `Esta estética se hizo con un CLIP distinto al de ${pack}. Para tener una que sirva, créala aquí con sus imágenes.`,
  tooMany: ({ name, count, most }) => `Con estas, «${name}» tendría ${images(count)}; el máximo es ${most}.`,
  imageGone: ({ name }) => `Esa imagen ya no forma parte de «${name}».`,
  notDeleted: 'Esa estética no está eliminada o no es de este servidor.',
  deletedLongAgo: ({ name }) => `«${name}» se eliminó hace más de 24 horas, así que ya no se puede recuperar.`,
  unchangeable: 'Esa estética ya no existe, o viene con el pack y no se puede cambiar.',
  imagesKnown: ({ count }) => `${count} de estas imágenes ya ${count === 1 ? 'está' : 'están'} en la estética.`,
  erasedImage: 'alguien borró una de sus imágenes y, con ella, su vector; vuelve a crearla',
  anotherClip: ({ pack }) =>
    `se hizo con un CLIP distinto al de ${pack}; créala de nuevo con sus imágenes, cambia el pack en /settings o pide a quien administra el bot que la convierta (aesthete reembed)`,
  aestheticGone: ({ name }) => `La estética «${name}» ya no existe.`,
  cardGone: 'La estética de esta tarjeta ya no existe.',
  noCount: ({ count }) => `${count} no es un número de imágenes válido.`,
  tooManyPictures: ({ most, count }) =>
    `Un mensaje muestra como máximo ${images(most)}, y esta solicitud pide ${count}.`,
  stripWithout: 'Una tira muestra las intensidades de una estética: indica una.',
  stripStrength: 'Una tira recorre las intensidades por sí sola: no indiques strength, text_steps ni lr.',
  stripCount: ({ count }) => `Una tira es una sola imagen con una sola semilla, no ${count}.`,
  noPainter: 'Ahora no se puede pintar; inténtalo más tarde.',
  notEmbedded: 'No se pudieron procesar las imágenes. Inténtalo más tarde o pregunta a quien administra el bot.',
  lost: 'Las imágenes se pintaron, pero se perdieron antes de poder mostrarse.',
  tooLargeForDiscord: ({ code }) =>
    `Las imágenes se pintaron, pero son demasiado grandes para Discord, también como archivos más pequeños (error ${code}). Pide menos imágenes o más pequeñas.`,
  refusedByDiscord: ({ code }) =>
    `Las imágenes se pintaron, pero Discord no acepta el mensaje (error ${code}). Prueba con otras palabras o avisa a quien administra el bot.`,
  thatGone: 'Esa estética ya no existe.',
  noImagesAdded: ({ why }) => `No se pueden añadir imágenes: ${why}`,
  wrongCode:
    'Con ese código no hay nada compartido: puede estar mal escrito o ya no ser válido. Pregunta a quien te lo dio.',
  unsaidClip: ({ length, pack }) =>
    `El archivo no dice con qué CLIP se hizo; tiene ${length} números, los mismos que usa ${pack}.`,
  wrongCodes: ({ count }) =>
    `Demasiados códigos incorrectos en una hora (${count}); inténtalo de nuevo dentro de una hora.`,
  packNotServed: ({ pack }) =>
    `El pack ${pack} no está disponible. Inténtalo más tarde, elige otro en /settings o pregunta a quien administra el bot.`,
  operator: ({ reference }) =>
    `Este modelo no está bien configurado. Quien administra el bot puede buscar ${reference} en el registro.`,
  crash: ({ reference }) =>
    `El motor falló dos veces al pintar esto, quizá por falta de memoria. Prueba con menos imágenes o más pequeñas (${reference}).`,
  paintingBug: ({ reference }) =>
    `Ocurrió un error inesperado. Quien administra el bot puede buscar ${reference} en el registro.`,
  bug: ({ reference }) =>
    `Ocurrió un error que no es culpa tuya. Quien administra el bot puede buscar ${reference} en el registro. Intentarlo de nuevo puede funcionar.`,
  serversAway:
    'El bot no puede acceder a sus datos en este momento. Lo que aceptó antes no se ha perdido. Inténtalo de nuevo en un minuto.',
  guildOnly: 'Esto solo funciona en servidores.',
  oldButton: 'Este botón es de otra versión del bot. Vuelve a usar el comando.',
  badOption: ({ option }) => `El valor indicado en «${option}» no es válido.`,
  unknownCommand: 'Este comando ya no existe. Discord muestra los nuevos en menos de un minuto; inténtalo entonces.',
  gone: 'La solicitud de esa imagen ya no está guardada.',
  pictureGone: 'Esta imagen se eliminó o no es de este servidor, así que no se puede votar.',
  notPainted: 'Esta imagen todavía no está pintada.',
  noAestheticUsed:
    'Esta imagen se pintó sin estética: no hay ninguna intensidad que subir o bajar. «Otra estética» añade una.',
  rawSteps:
    'Esta imagen se pintó con text_steps, que no tiene intensidad. Usa /imagine con otros valores de text_steps o lr.',
  strongest: 'No se puede más: esta es la intensidad máxima, 1.5.',
  weakest: 'Por debajo de subtle solo queda la imagen sin estética: la muestra «Con y sin estética».',
  unknownAesthetic: ({ name, near }) =>
    `Aquí no hay ninguna estética «${name}». ` +
    (near.length > 0
      ? `¿Querías decir ${near.map((one) => `«${one}»`).join(' o ')}?`
      : '/aesthetic list las muestra todas.'),
  aestheticNotHere: 'Esa estética ya no está aquí. /aesthetic list las muestra todas.',
  ofPack: ({ name }) =>
    `«${name}» viene con el pack y no se puede cambiar. Con /aesthetic export y /aesthetic import puedes hacer una copia.`,
  sharedWithPack: ({ name }) =>
    `«${name}» viene con el pack: la tienen todos los servidores que lo usan y no hace falta ningún código.`,
  notYours: ({ name }) => `Solo puede hacerlo quien creó «${name}» o quien administra el servidor.`,
  mayNotCreate:
    'Los ajustes de este servidor no te permiten crear estéticas. Quien administra el servidor puede cambiarlo con /settings.',
  mayNotUse: 'No puedes usar comandos en este canal.',
  managersOnly: 'Solo puede hacerlo quien administra el servidor.',
  moderatorsOnly: 'Solo pueden hacerlo los miembros con Gestionar mensajes o Gestionar servidor.',
  blocked: 'La moderación de este servidor te ha bloqueado para pintar, crear y votar.',
  youngAccount: ({ days }) =>
    `Tu cuenta de Discord es demasiado nueva para este servidor: debe tener al menos ${days} ${days === 1 ? 'día' : 'días'} para pintar, crear y votar.`,
  youngMember: ({ days }) =>
    `Debes llevar al menos ${days} ${days === 1 ? 'día' : 'días'} en este servidor para pintar, crear y votar.`,
  dailyQuota: ({ quota }) =>
    `Has hecho ${quota} ${quota === 1 ? 'solicitud' : 'solicitudes'} en las últimas 24 horas, que es el límite de este servidor. Inténtalo más tarde.`,
  wordRule: ({ rule }) => `Este servidor no permite «${rule}» en prompts, nombres y descripciones. Usa otras palabras.`,
  badWordRule:
    'Una regla de palabras necesita al menos dos letras o cifras. * al principio o al final representa más letras.',
  tooManyWordRules: ({ most }) =>
    `Este servidor tiene ${most} reglas de palabras, que es el máximo. Quita una primero.`,
  noSuchRule: ({ rule }) => `No existe la regla «${rule}». /settings words list las muestra todas.`,
  noReports:
    'Este servidor no tiene canal para denuncias. Quienes lo gestionan pueden elegir uno con /settings safety. Avisa a la moderación directamente.',
  reportsUnreachable:
    'El bot no puede publicar en el canal de denuncias. Avisa a la moderación: /settings safety muestra qué permisos le faltan.',
  notAPicture: 'Este mensaje no tiene ninguna imagen pintada por el bot, o la imagen ya no está.',
  ownPicture: 'Esta imagen es tuya. Puedes borrarla con el botón que hay debajo.',
  nothingDone: 'No hay nada que deshacer.',
  channelPermissions: ({ channel, missing }) =>
    `Al bot le faltan permisos en #${channel}: ${missing.map((one) => permissions[one]).join(', ')}. Concédelos allí e inténtalo de nuevo.`,
  showcaseIncomplete: 'El escaparate necesita las dos opciones, channel y score; usa off:True para desactivarlo.',
  contestPlace:
    'Un concurso necesita un canal de texto normal, porque abre allí un hilo público. Usa el comando en uno.',
  contestGone: 'Este concurso ya no existe.',
  notYourPicture: 'Solo puede eliminar esta imagen quien la pidió o quien puede administrar los mensajes de aquí.',
  notYourRequest: 'Solo puede cancelar esta solicitud quien la hizo o quien puede administrar los mensajes de aquí.',
  notYourData: 'Este botón borra los datos de otro miembro. Para los tuyos, usa /privacy erase.',
  channel: ({ allowed }) =>
    `El bot no pinta en este canal. Prueba en ${allowed.length > 0 ? allowed.map((name) => `#${name}`).join(', ') : 'otro'}.`,
  unchecked: ({ pack }) =>
    `El pack ${pack} no revisa sus imágenes, así que solo pinta en canales con restricción de edad. ` +
    'Quien administra el servidor puede permitir otros canales: /settings change unchecked.',
  flagged: ({ count }) =>
    `la revisión de contenido retuvo ${count === 1 ? '1 imagen' : `${count} imágenes`}, así que no se muestra ni se guarda nada; prueba con otro prompt u otra semilla`,
  toldPrivately: 'aquí no se puede mostrar nada; se explicó el motivo a quien lo pidió',
  permissions: ({ missing }) =>
    `Al bot le faltan permisos en este canal: ${missing.map((one) => permissions[one]).join(', ')}. Quien administra el servidor puede dárselos.`,
  keepAlone: 'keep indica cuánto se conserva de una imagen: adjunta una en image.',
  startGone: 'La imagen de partida ya no está guardada. Adjúntala otra vez en image, con /imagine.',
  aestheticAndNot: 'Las opciones strength, text_steps y lr dicen cómo usar una estética: indica una.',
  stripAlone:
    'La opción strip recorre las intensidades por sí sola, con una semilla: no indiques strength, text_steps, lr ni count.',
  strengthAndRaw: 'No se pueden usar strength y text_steps a la vez: strength elige los pasos por su cuenta.',
  strength: ({ given }) =>
    `La intensidad «${given}» no es válida: puede ser subtle, balanced, strong o un número de 0 a 1.5.`,
  size: ({ given }) =>
    `El tamaño «${given}» no es válido: indica square, portrait, landscape o wide, o los píxeles como ancho x alto, por ejemplo 512x768.`,
  name: ({ given }) =>
    `«${given}» no puede ser un nombre: de 1 a 32 letras, dígitos, espacios, - y _, y el primero debe ser una letra o un dígito.`,
  nameIsTaste: 'Una estética no puede llamarse «my taste», porque eso significa el gusto propio de quien lo pide.',
  tooFewMembers: ({ have, least }) =>
    `Han votado muy pocos miembros: los votos que cuentan son de ${have} y hacen falta ${least}. Los votos a imágenes propias no cuentan. Pedid a otros que pulsen 👍 y 👎 debajo de las imágenes, o que voten en duelos.`,
  tooFewLiked: ({ have, least }) =>
    `Hay muy pocos votos: ${have} imágenes gustan más de lo habitual aquí y hacen falta ${least}. Votad más imágenes, o en duelos.`,
  tooFewDisliked: ({ have, least }) =>
    `Hay muy pocos votos: ${have} imágenes gustan menos de lo habitual aquí y hacen falta ${least}. Votad más imágenes, o en duelos.`,
  tooFewChoices: ({ have, least }) =>
    `Hay muy pocos votos: los miembros han elegido entre imágenes ${have} veces y hacen falta ${least}. Lo elegido por el motivo no cuenta.`,
  tooFewVotes: ({ have, least }) =>
    `Sus imágenes tienen muy pocos votos: ${have} de miembros que no las pidieron, y hacen falta ${least}.`,
  tooFewForTaste: ({ have, least }) =>
    `Tu gusto aún no se conoce: has votado ${have} veces imágenes aquí y hacen falta ${least}. Pulsa 👍 o 👎 bajo las imágenes, o vota en duelos.`,
  nothingToWeigh: ({ name, count }) =>
    count === 1
      ? `«${name}» solo tiene una imagen, así que no hay nada que ponderar. Añade otras con /aesthetic add.`
      : `«${name}» solo tiene un vector y ninguna imagen, así que no hay nada que ponderar. /aesthetic breed crea una estética nueva a partir de los votos.`,
  tasteOff: 'Tu gusto propio está desactivado aquí. Con /taste on el bot lo aprende de tus votos, solo para ti.',
  tasteOfAnother:
    'Esto se pintó con el gusto propio de otro miembro, que solo esa persona puede usar. Puede compartirlo con /taste share.',
  nameIsNone:
    'Una estética no puede llamarse «none»: así se indica en una solicitud que no se quiere ninguna estética.',
  nameInFile: ({ why }) => `${why} Así se llama en el archivo: indica otro nombre con la opción «name».`,
  noteLength: ({ length }) => `La nota tiene ${characters(length)}; el máximo es 200.`,
  noImages: 'No hay ninguna imagen: adjunta de 1 a 10.',
  imagesWithoutName:
    'Estas imágenes necesitan un nombre: indica uno también, o quita las imágenes y el formulario te pedirá ambas cosas.',
  nothingToUndo: 'Ya no hay nada que deshacer: la estética está de vuelta o pasaron más de 24 horas.',
  noImagesInMessage: 'Ese mensaje no tiene imágenes.',
  tooManyImages: ({ count }) => `Hay ${images(count)}; se aceptan de 1 a 10 a la vez.`,
  notYourMessage:
    'Puedes crear estéticas con tus propios mensajes y los del bot. Para otras imágenes, pregunta a quien las publicó.',
  draftGone: 'Las imágenes de ese mensaje ya no están disponibles. Vuelve a usar el comando en el mensaje.',
  noImageVectors: ({ name }) => `«${name}» llegó solo como vector, sin sus imágenes: no se puede quitar ninguna.`,
  fileTooLarge: ({ name, mib, limit }) => `«${name}» ocupa ${mib} MiB; el máximo es ${limit} MiB.`,
  foreignHost: ({ name }) => `«${name}» no está en los servidores de Discord: adjunta el archivo mismo.`,
  imageStoreFull:
    'El bot no tiene espacio para más archivos en este momento: inténtalo de nuevo dentro de unos minutos.',
  fetchFailed: ({ name }) => `No se pudo obtener «${name}» de Discord: adjúntalo de nuevo.`,
  fileDamaged: ({ name }) =>
    `«${name}» no se puede leer: el archivo está dañado o es de otro tipo. Adjúntalo otra vez o guárdalo de nuevo.`,
  nothingToCancel: 'No tienes nada en espera aquí.',
  notCancellable: 'Esa solicitud ya no está en espera.',
  noChange: 'No indicaste ningún ajuste: di qué quieres cambiar.',
  loraGone: ({ name }) =>
    `El LoRA ${name}, con el que se pintó esto, ya no está o no va con el pack de este servidor. Pídelo de nuevo con /imagine.`,
  unknownLora: ({ name, all }) =>
    `No hay ningún LoRA «${name}» para el pack de este servidor. Están instalados: ${all}.`,
  noLoras: ({ pack }) =>
    `No hay LoRA para el pack ${pack}. Quien administra el bot los pone en la carpeta loras de sus modelos.`,
  tooManyLoras: ({ most }) => `Un servidor puede tener ${most} LoRA como máximo. Quita uno antes.`,
  unknownPack: ({ name, all }) => `No hay ningún pack «${name}». Están instalados: ${all}.`,
  twoCreators: 'No se pueden usar creators y creator_role a la vez.',
  ...duelErrors,
  ...engineErrors,
};
