import type { Texts } from '../texts.js';
import { duelErrors } from './duels.js';
import { engineErrors } from './engineErrors.js';
import { permissions } from './permissions.js';

/** As in English: plain text without markdown, which views begin with a capital and end with a full stop. */
export const errors: Texts['errors'] = {
  erasedVector: 'son vecteur a été effacé',
  capRange: ({ highest, given }) => `une limite est un nombre entier de 1 à ${highest}, pas ${given}`,
  noPack: ({ pack }) => `il n’y a pas de pack appelé ${pack} ici`,
  memberCap: ({ count }) =>
    `vous avez déjà ${count} demande${count < 2 ? '' : 's'} en attente, la limite par membre ici ; attendez qu’une se termine ou annulez-en une avec /cancel`,
  guildCap: ({ count }) =>
    `ce serveur a déjà ${count} demande${count < 2 ? '' : 's'} en attente, ce qui est sa limite ; réessayez plus tard`,
  aestheticCap: ({ most }) =>
    `ce serveur peut avoir ${most} ${most === 1 ? 'esthétique' : 'esthétiques'}, celles en cours de création comprises ; supprimez-en une avec /aesthetic delete ou demandez d’augmenter la limite avec /settings`,
  requestTooCostly: ({ seconds, most, count, width, height, steps }) =>
    `cela prendrait environ ${seconds} secondes, et une demande peut en prendre ${most} ; ce qui tiendrait : ${count} image${count < 2 ? '' : 's'} de ${width} × ${height} en ${steps} étape${steps < 2 ? '' : 's'}`,
  deviceTooSlow: ({ seconds, most }) =>
    `la peinture est lente ici : cela prendrait environ ${seconds} secondes, et une demande peut en prendre ${most} ; demandez à l’exploitant du bot`,
  memberCost: ({ seconds, waiting, most }) =>
    `cela prendrait environ ${seconds} secondes, et vos demandes en attente en prennent déjà ${waiting} ; ensemble elles peuvent en prendre ${most} : attendez qu’une se termine, annulez-en une avec /cancel ou demandez moins`,
  guildCost: ({ seconds, waiting, most }) =>
    `cela prendrait environ ${seconds} secondes, et les demandes en attente de ce serveur en prennent déjà ${waiting} ; ensemble elles peuvent en prendre ${most} : réessayez plus tard ou demandez moins`,
  alreadyHere: ({ name }) => `« ${name} » est déjà une esthétique de ce serveur`,
  notOwn: 'cette esthétique n’existe plus, ou elle est fournie avec le pack',
  partGone: 'une des esthétiques à mélanger n’existe plus',
  unblendable: ({ name, why }) => `« ${name} » ne peut pas être mélangée : ${why}`,
  takenByPack: ({ name, pack }) => `« ${name} » est fournie avec le pack ${pack} ; choisissez un autre nom`,
  taken: ({ name }) => `il y a déjà une esthétique appelée ${name} ici ; choisissez un autre nom`,
  unusable: ({ label, why }) => `${label} ne peut pas être utilisée : ${why}`,
  erased: ({ label }) => `${label} a été effacée ; créez-la à nouveau`,
  otherLength: ({ length, pack, wanted }) =>
    `cette esthétique a ${length} nombres et ${pack} en demande ${wanted} : elle vient d’un autre modèle CLIP`,
  otherClip: ({ pack }) =>
    `cette esthétique vient d’un autre modèle CLIP que celui de ${pack} ; créez-en une nouvelle ici à partir de ses images`,
  tooMany: ({ name, count, most }) => `avec ces images, « ${name} » aurait ${count} images ; le maximum est de ${most}`,
  imageGone: ({ name }) => `cette image ne fait plus partie de « ${name} »`,
  notDeleted: 'cette esthétique n’est pas supprimée, ou elle appartient à un autre serveur',
  deletedLongAgo: ({ name }) => `« ${name} » a été supprimée il y a plus de 24 heures`,
  unchangeable: 'cette esthétique n’existe plus, ou elle est fournie avec le pack et ne peut pas être modifiée',
  imagesKnown: ({ count }) =>
    count < 2 ? `${count} de ces images s’y trouve déjà` : `${count} de ces images s’y trouvent déjà`,
  erasedImage: 'une de ses images a été effacée, et son vecteur avec elle ; créez-la à nouveau',
  anotherClip: ({ pack }) =>
    `elle ne convient pas au CLIP de ${pack} ; créez-la à nouveau, changez de pack dans /settings ou demandez à l’exploitant de ce bot de la convertir (aesthete reembed)`,
  aestheticGone: ({ name }) => `l’esthétique ${name} n’existe plus`,
  cardGone: 'l’esthétique de cette carte n’existe plus',
  noCount: ({ count }) => `le nombre d’images ne peut pas être ${count}`,
  tooManyPictures: ({ most, count }) => `un message affiche au plus ${most} images, et cette demande en a ${count}`,
  stripWithout: 'une bande montre les intensités d’une esthétique : choisissez-en une',
  stripStrength: 'une bande règle elle-même les intensités : omettez strength, text_steps et lr',
  stripCount: ({ count }) => `une bande est une seule image avec une seule seed, pas ${count}`,
  noPainter: 'la peinture n’est pas disponible actuellement ; réessayez plus tard',
  notEmbedded: 'les images n’ont pas pu être traitées à temps ; réessayez plus tard',
  lost: 'les images ont été peintes, mais elles ont été perdues avant que le bot puisse les afficher',
  tooLargeForDiscord: ({ code }) =>
    `les images ont été peintes, mais elles sont trop grandes pour Discord, même en fichiers plus petits (erreur ${code}) ; demandez moins d’images ou des images plus petites`,
  refusedByDiscord: ({ code }) =>
    `les images ont été peintes, mais Discord refuse le message (erreur ${code}) ; essayez avec d’autres mots ou prévenez l’exploitant du bot`,
  thatGone: 'cette esthétique n’existe plus',
  noImagesAdded: ({ why }) => `impossible d’ajouter des images : ${why}`,
  wrongCode:
    'rien n’est partagé avec ce code : il contient peut-être une faute de frappe, ou il a été révoqué ; demandez à la personne qui vous l’a donné',
  unsaidClip: ({ length, pack }) =>
    `le fichier n’indique pas de quel modèle CLIP il vient ; il a ${length} nombres, comme ${pack} en demande`,
  wrongCodes: ({ count }) =>
    `vous avez saisi ${count} code${count < 2 ? ' erroné' : 's erronés'} en une heure ; réessayez dans une heure`,
  packNotServed: ({ pack }) =>
    `le pack ${pack} n’est pas disponible actuellement ; réessayez plus tard, ou demandez à un gestionnaire du serveur de choisir un autre pack dans /settings`,
  operator: ({ reference }) =>
    `ce modèle n’est pas configuré correctement ; l’exploitant de ce bot peut en trouver la cause dans le journal sous ${reference}`,
  crash: ({ reference }) =>
    `le moteur a planté deux fois sur cette demande, peut-être par manque de mémoire ; essayez avec moins d’images ou des images plus petites (${reference})`,
  paintingBug: ({ reference }) =>
    `le bot a rencontré une erreur ; son exploitant peut la trouver dans le journal sous ${reference}`,
  bug: ({ reference }) =>
    `Une erreur s’est produite, et ce n’est pas votre faute. Réessayez. L’exploitant de ce bot peut trouver l’erreur dans le journal sous ${reference}.`,
  serversAway:
    'Le bot ne peut pas accéder à ses données pour le moment. Ce qu’il a accepté avant n’est pas perdu. Réessayez dans une minute.',
  guildOnly: 'Ceci fonctionne uniquement sur les serveurs.',
  oldButton: 'Ce bouton vient d’une autre version du bot. Relancez la commande.',
  badOption: ({ option }) => `La valeur de « ${option} » n’est pas valide.`,
  unknownCommand:
    'Cette commande n’existe plus. Discord affiche les nouvelles commandes en moins d’une minute ; réessayez ensuite.',
  gone: 'La demande de cette image n’existe plus.',
  pictureGone: 'Cette image a été supprimée ou ne vient pas de ce serveur : on ne peut pas voter pour elle.',
  notPainted: 'Cette image n’est pas encore peinte.',
  noAestheticUsed:
    'Cette image a été peinte sans esthétique, son intensité ne peut donc pas changer. « Autre esthétique » permet d’en ajouter une.',
  rawSteps:
    'Cette image a été peinte avec text_steps, qui n’a pas d’intensité. Utilisez /imagine avec d’autres valeurs de text_steps ou de lr.',
  strongest: 'C’est déjà l’intensité maximale, 1,5.',
  weakest: 'C’est déjà l’intensité minimale. « Comparer sans et avec » montre l’image sans esthétique.',
  unknownAesthetic: ({ name, near }) =>
    `Il n’y a pas d’esthétique « ${name} » ici. ` +
    (near.length > 0 ? `Vouliez-vous dire ${near.join(' ou ')} ?` : '/aesthetic list les affiche toutes.'),
  aestheticNotHere: 'Cette esthétique n’existe plus ici. /aesthetic list les affiche toutes.',
  ofPack: ({ name }) =>
    `« ${name} » est fournie avec le pack et ne peut pas être modifiée. Utilisez /aesthetic export puis import pour en faire une copie.`,
  sharedWithPack: ({ name }) =>
    `« ${name} » est fournie avec le pack. Tout serveur qui utilise ce pack l’a déjà et n’a pas besoin de code.`,
  notYours: ({ name }) =>
    `Seuls la personne qui a créé ${name} et les membres avec la permission « Gérer le serveur » peuvent faire cela.`,
  mayNotCreate:
    'Les paramètres de ce serveur ne vous permettent pas de créer des esthétiques. Les gestionnaires du serveur peuvent changer cela avec /settings.',
  mayNotUse: 'Vous ne pouvez pas utiliser de commandes dans ce salon.',
  managersOnly: 'Seuls les membres avec la permission « Gérer le serveur » peuvent faire cela.',
  moderatorsOnly: 'Seuls les membres avec Gérer les messages ou Gérer le serveur peuvent le faire.',
  blocked: 'La modération de ce serveur a bloqué votre accès : vous ne pouvez ni peindre, ni créer, ni voter.',
  youngAccount: ({ days }) =>
    `Votre compte Discord est trop récent pour ce serveur : il doit avoir au moins ${days} jour${days < 2 ? '' : 's'} pour peindre, créer et voter.`,
  youngMember: ({ days }) =>
    `Vous devez être sur ce serveur depuis au moins ${days} jour${days < 2 ? '' : 's'} pour peindre, créer et voter.`,
  dailyQuota: ({ quota }) =>
    `Vous avez fait ${quota} demande${quota < 2 ? '' : 's'} ces dernières 24 heures, ce qui est la limite de ce serveur. Réessayez plus tard.`,
  wordRule: ({ rule }) =>
    `Ce serveur n’autorise pas « ${rule} » dans les prompts, les noms et les descriptions. Utilisez d’autres mots.`,
  badWordRule:
    'Une règle a besoin d’au moins deux lettres ou chiffres. * au début ou à la fin remplace d’autres lettres.',
  tooManyWordRules: ({ most }) => `Ce serveur a ${most} règles de mots, ce qui est le maximum. Retirez-en une d’abord.`,
  noSuchRule: ({ rule }) => `Il n’y a pas de règle « ${rule} ». /settings words list les montre toutes.`,
  noReports:
    'Ce serveur n’a pas de salon pour les signalements. Ses gestionnaires peuvent en choisir un avec /settings safety. Prévenez directement la modération.',
  reportsUnreachable:
    'Le bot ne peut pas écrire dans le salon des signalements. Prévenez la modération : /settings safety montre quelles permissions lui manquent.',
  notAPicture: 'Ce message n’a pas d’image peinte par le bot, ou l’image n’est plus là.',
  ownPicture: 'Cette image est la vôtre. Vous pouvez la supprimer avec le bouton en dessous.',
  nothingDone: 'Il n’y a rien à annuler.',
  channelPermissions: ({ channel, missing }) =>
    `Il manque au bot des permissions dans #${channel} : ${missing.map((one) => permissions[one]).join(', ')}. Accordez-les dans ce salon, puis réessayez.`,
  showcaseIncomplete: 'Une vitrine a besoin des deux options, channel et score ; off:True la désactive.',
  contestPlace:
    'Un concours a besoin d’un salon textuel ordinaire, car il y ouvre un fil public. Utilisez la commande dans un tel salon.',
  contestGone: 'Ce concours n’existe plus.',
  notYourPicture:
    'Seuls la personne qui a demandé cette image et les membres avec la permission « Gérer les messages » peuvent la supprimer.',
  notYourRequest:
    'Seuls la personne qui a fait cette demande et les membres avec la permission « Gérer les messages » peuvent l’annuler.',
  notYourData: 'Ce bouton efface les données d’un autre membre. Pour les vôtres, utilisez /privacy erase.',
  channel: ({ allowed }) =>
    `Le bot ne peint pas dans ce salon. Essayez ${allowed.length > 0 ? allowed.map((name) => `#${name}`).join(', ') : 'un autre salon'}.`,
  unchecked: ({ pack }) =>
    `Le pack ${pack} n’a pas de contrôle du contenu : il peint uniquement dans les salons soumis à une limite d’âge. ` +
    'Les gestionnaires du serveur peuvent autoriser d’autres salons : /settings change unchecked.',
  flagged: ({ count }) =>
    `le contrôle du contenu a retenu ${count === 1 ? '1 image' : `${count} images`} : rien n’est montré ni conservé ; essayez un autre prompt ou une autre seed`,
  toldPrivately: 'rien ne peut être montré ici ; la raison a été donnée à qui a demandé',
  permissions: ({ missing }) =>
    `Il manque au bot des permissions dans ce salon : ${missing.map((one) => permissions[one]).join(', ')}. Les gestionnaires du serveur peuvent les accorder.`,
  keepAlone: 'keep indique quelle part d’une image garder : joignez-en une avec image.',
  startGone: 'L’image de départ n’est plus conservée. Joignez-la de nouveau avec image, dans /imagine.',
  aestheticAndNot: 'strength, strip, text_steps et lr demandent une esthétique : choisissez-en une.',
  stripAlone:
    'strip règle lui-même les intensités et utilise une seule seed : omettez strength, text_steps, lr et count.',
  strengthAndRaw: 'strength et text_steps ne peuvent pas être utilisés ensemble : strength règle lui-même les étapes.',
  strength: ({ given }) =>
    `L’intensité « ${given} » n’est pas valide. Utilisez subtle, balanced, strong, ou un nombre de 0 à 1,5.`,
  size: ({ given }) =>
    `La taille « ${given} » n’est pas valide. Indiquez square, portrait, landscape ou wide, ou largeur x hauteur en pixels, par exemple 512x768.`,
  name: ({ given }) =>
    `« ${given} » n’est pas un nom valide. Utilisez 1 à 32 lettres, chiffres, espaces, - et _, en commençant par une lettre ou un chiffre.`,
  nameIsTaste:
    'Une esthétique ne peut pas s’appeler « my taste », car cela désigne le goût personnel de la personne qui demande.',
  tooFewMembers: ({ have, least }) =>
    `Trop peu de membres ont voté : les votes qui comptent viennent de ${have}, et il en faut ${least}. Les votes sur ses propres images ne comptent pas. Demandez à d’autres d’appuyer sur 👍 et 👎 sous les images, ou de voter dans des duels.`,
  tooFewLiked: ({ have, least }) =>
    `Il y a trop peu de votes : ${have} images plaisent plus que d’habitude ici, et il en faut ${least}. Votez sur plus d’images, ou dans des duels.`,
  tooFewDisliked: ({ have, least }) =>
    `Il y a trop peu de votes : ${have} images plaisent moins que d’habitude ici, et il en faut ${least}. Votez sur plus d’images, ou dans des duels.`,
  tooFewChoices: ({ have, least }) =>
    `Il y a trop peu de votes : les membres ont choisi ${have} fois entre des images, et il en faut ${least}. Ce qui a été choisi pour le sujet ne compte pas.`,
  tooFewVotes: ({ have, least }) =>
    `Ses images ont trop peu de votes : ${have} de membres qui ne les ont pas demandées, et il en faut ${least}.`,
  tooFewForTaste: ({ have, least }) =>
    `Votre goût n’est pas encore connu : vous avez voté ${have} fois sur des images ici, et il en faut ${least}. Appuyez sur 👍 ou 👎 sous des images, ou votez dans des duels.`,
  nothingToWeigh: ({ name, count }) =>
    count === 1
      ? `« ${name} » n’a qu’une image, il n’y a donc rien à pondérer. Ajoutez-en d’autres avec /aesthetic add.`
      : `« ${name} » n’a qu’un vecteur et aucune image, il n’y a donc rien à pondérer. /aesthetic breed crée une nouvelle esthétique à partir des votes.`,
  tasteOff:
    'Votre goût personnel est désactivé ici. Avec /taste on, le bot l’apprend de vos votes, rien que pour vous.',
  tasteOfAnother:
    'Ceci a été peint avec le goût personnel d’un autre membre, que lui seul peut utiliser. Il peut le partager avec /taste share.',
  nameIsNone:
    'Une esthétique ne peut pas s’appeler « none », car none signifie dans une demande qu’il n’y a pas d’esthétique.',
  nameInFile: ({ why }) => `${why} Ce nom vient du fichier. Donnez un autre nom avec l’option « name ».`,
  noteLength: ({ length }) => `La description a ${length} caractères ; le maximum est de 200.`,
  noImages: 'Il n’y a pas d’images : joignez-en 1 à 10.',
  imagesWithoutName:
    'Ces images ont besoin d’un nom. Ajoutez-en un, ou omettez les images : un formulaire demandera alors les deux.',
  nothingToUndo: 'Impossible d’annuler : l’esthétique est déjà restaurée, ou plus de 24 heures se sont écoulées.',
  noImagesInMessage: 'Il n’y a pas d’images dans ce message.',
  tooManyImages: ({ count }) => `Il y a ${count} images ; le maximum est de 10 à la fois.`,
  notYourMessage:
    'Vous pouvez créer des esthétiques à partir de vos propres messages et de ceux du bot. Pour d’autres images, demandez à la personne qui les a publiées.',
  draftGone: 'Les images de ce message ne sont plus disponibles. Utilisez à nouveau la commande sur le message.',
  noImageVectors: ({ name }) => `« ${name} » n’a qu’un vecteur et pas d’images : aucune image ne peut être retirée.`,
  fileTooLarge: ({ name, mib, limit }) => `${name} fait ${mib} Mio ; le maximum est de ${limit} Mio.`,
  foreignHost: ({ name }) => `${name} n’est pas sur les serveurs de Discord : joignez le fichier lui-même.`,
  imageStoreFull: 'Le bot n’a plus de place pour d’autres fichiers en ce moment : réessayez dans quelques minutes.',
  fetchFailed: ({ name }) => `${name} n’a pas pu être téléchargé depuis Discord : joignez-le à nouveau.`,
  fileDamaged: ({ name }) =>
    `${name} est illisible : le fichier est endommagé ou d’un autre type. Joignez-le à nouveau, ou enregistrez-le à nouveau.`,
  nothingToCancel: 'Vous n’avez pas de demande en attente ici.',
  notCancellable: 'Cette demande n’est plus en attente.',
  noChange: 'Vous n’avez choisi aucun paramètre : indiquez ce qu’il faut changer.',
  loraGone: ({ name }) =>
    `Le LoRA ${name}, avec lequel ceci a été peint, n’est plus là ou ne va pas avec le pack de ce serveur. Refaites une demande avec /imagine.`,
  unknownLora: ({ name, all }) => `Il n’y a pas de LoRA « ${name} » pour le pack de ce serveur. Disponibles : ${all}.`,
  noLoras: ({ pack }) =>
    `Il n’y a pas de LoRA pour le pack ${pack}. L’exploitant de ce bot les met dans le dossier loras de ses modèles.`,
  tooManyLoras: ({ most }) => `Un serveur peut avoir ${most} LoRA au plus. Retirez-en un d’abord.`,
  unknownPack: ({ name, all }) => `Il n’y a pas de pack « ${name} ». Packs disponibles : ${all}.`,
  twoCreators: 'creators et creator_role ne peuvent pas être utilisés ensemble.',
  ...duelErrors,
  ...engineErrors,
};
