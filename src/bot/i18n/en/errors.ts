import type { ErrorTexts } from '../errors.js';
import { duelErrors } from './duels.js';
import { engineErrors } from './engineErrors.js';
import { permissions } from './permissions.js';

/**
 * Why something cannot be done, and what to do instead. Plain text without markdown: views escape it whole, so that names and prompts can
 * be quoted as they are. Views begin it with a capital and end it with a full stop.
 */
export const errors: ErrorTexts = {
  erasedVector: 'its vector was erased',
  capRange: ({ highest, given }) => `a limit is a whole number from 1 to ${highest}, not ${given}`,
  noPack: ({ pack }) => `there is no pack called ${pack} here`,
  memberCap: ({ count }) =>
    `you already have ${count} waiting request${count === 1 ? '' : 's'}, the limit for one member here; wait for one, or /cancel it`,
  guildCap: ({ count }) =>
    `this server already has ${count} waiting request${count === 1 ? '' : 's'}, which is its limit; try again later`,
  aestheticCap: ({ most }) =>
    `this server may have ${most} aesthetic${most === 1 ? '' : 's'}, with those that are being made; delete one with /aesthetic delete, or ask a manager to raise the limit with /settings`,
  requestTooCostly: ({ seconds, most, count, width, height, steps }) =>
    `this would take about ${seconds} seconds, and one request may take ${most}; ${count} picture${count === 1 ? '' : 's'} of ${width} × ${height} with ${steps} step${steps === 1 ? '' : 's'} would fit`,
  deviceTooSlow: ({ seconds, most }) =>
    `painting is slow here: this would take about ${seconds} seconds, and one request may take ${most}; ask the bot’s operator`,
  memberCost: ({ seconds, waiting, most }) =>
    `this would take about ${seconds} seconds, and your waiting requests take ${waiting} already; together they may take ${most}: wait for one, /cancel one, or ask for less`,
  guildCost: ({ seconds, waiting, most }) =>
    `this would take about ${seconds} seconds, and this server’s waiting requests take ${waiting} already; together they may take ${most}: try again later, or ask for less`,
  alreadyHere: ({ name }) => `“${name}” is already an aesthetic of this server`,
  notOwn: 'this aesthetic no longer exists, or it comes with the pack',
  partGone: 'one of the aesthetics to blend no longer exists',
  unblendable: ({ name, why }) => `“${name}” cannot be blended: ${why}`,
  takenByPack: ({ name, pack }) => `“${name}” comes with the pack ${pack}; choose another name`,
  taken: ({ name }) => `there is already an aesthetic called ${name} here; choose another name`,
  unusable: ({ label, why }) => `${label} cannot be used: ${why}`,
  erased: ({ label }) => `${label} was erased; make it again`,
  otherLength: ({ length, pack, wanted }) =>
    `this aesthetic has ${length} numbers and ${pack} needs ${wanted}: it was made with another CLIP model`,
  otherClip: ({ pack }) =>
    `this aesthetic was made with another CLIP model than ${pack} uses; make a new one here from its images`,
  tooMany: ({ name, count, most }) => `with these images “${name}” would have ${count} images; the maximum is ${most}`,
  imageGone: ({ name }) => `this image is no longer part of “${name}”`,
  notDeleted: 'this aesthetic is not deleted, or it belongs to another server',
  deletedLongAgo: ({ name }) => `“${name}” was deleted more than 24 hours ago`,
  unchangeable: 'this aesthetic no longer exists, or it comes with the pack and cannot be changed',
  imagesKnown: ({ count }) => `${count} of these images ${count === 1 ? 'is' : 'are'} already in it`,
  erasedImage: 'someone erased one of its images, and its vector was erased too; make it again',
  anotherClip: ({ pack }) =>
    `it was made with another CLIP model than ${pack}; make it again from its images, change the pack in /settings, or ask the operator of this bot to move it (aesthete reembed)`,
  aestheticGone: ({ name }) => `the aesthetic ${name} no longer exists`,
  cardGone: 'the aesthetic of this card no longer exists',
  noCount: ({ count }) => `the number of pictures cannot be ${count}`,
  tooManyPictures: ({ most, count }) => `one message shows at most ${most} pictures, and this request has ${count}`,
  stripWithout: 'a strip shows the strengths of an aesthetic: choose one',
  stripStrength: 'a strip sets the strengths itself: leave out strength, text_steps and lr',
  stripCount: ({ count }) => `a strip is one picture with one seed, not ${count}`,
  noPainter: 'painting is not available now; try again later',
  notEmbedded: 'the images could not be processed in time; try again later',
  lost: 'the pictures were painted, but they were lost before the bot could show them',
  tooLargeForDiscord: ({ code }) =>
    `the pictures were painted, but they are too large for Discord, smaller files too (error ${code}); ask for fewer or smaller pictures`,
  refusedByDiscord: ({ code }) =>
    `the pictures were painted, but Discord does not take the message (error ${code}); try other words, or tell the bot’s operator`,
  thatGone: 'this aesthetic no longer exists',
  noImagesAdded: ({ why }) => `images cannot be added: ${why}`,
  wrongCode:
    'nothing is shared with this code: it may have a typing error, or it was revoked; ask the person who gave it to you',
  unsaidClip: ({ length, pack }) =>
    `the file does not say which CLIP model it was made with; it has ${length} numbers, as ${pack} needs`,
  wrongCodes: ({ count }) => `you entered ${count} wrong codes within an hour; try again in an hour`,
  packNotServed: ({ pack }) =>
    `the pack ${pack} is not available now; try again later, or ask a server manager to choose another pack in /settings`,
  operator: ({ reference }) =>
    `this model is not set up correctly; the operator of this bot can find the cause in the log as ${reference}`,
  crash: ({ reference }) =>
    `the engine crashed twice on this request, perhaps because memory ran out; try fewer or smaller pictures (${reference})`,
  paintingBug: ({ reference }) => `the bot made an error; its operator can find it in the log as ${reference}`,
  bug: ({ reference }) =>
    `Something went wrong, and it is not your fault. Try again. The operator of this bot can find the error in the log as ${reference}.`,
  serversAway:
    'The bot cannot reach its data at the moment. What it accepted before is not lost. Try again in a minute.',
  guildOnly: 'This works in servers only.',
  oldButton: 'This button is from another version of the bot. Run the command again.',
  badOption: ({ option }) => `The value of “${option}” is not valid.`,
  unknownCommand: 'This command no longer exists. Discord shows the new commands within a minute; try again then.',
  gone: 'The request of this picture no longer exists.',
  pictureGone: 'This picture was deleted, or it is not from this server, so it cannot be voted on.',
  notPainted: 'This picture is not painted yet.',
  noAestheticUsed:
    'This was painted without an aesthetic, so its strength cannot change. Press “Another aesthetic” to add one.',
  rawSteps:
    'This was painted with text_steps, which has no strength. Run /imagine with other values of text_steps or lr.',
  strongest: 'This is already the greatest strength, 1.5.',
  weakest: 'This is already the lowest strength. Press “Compare with plain” to see the picture without the aesthetic.',
  unknownAesthetic: ({ name, near }) =>
    `There is no aesthetic “${name}” here. ` +
    (near.length > 0 ? `Did you mean ${near.join(' or ')}?` : '/aesthetic list shows them all.'),
  aestheticNotHere: 'This aesthetic no longer exists here. /aesthetic list shows them all.',
  ofPack: ({ name }) =>
    `“${name}” comes with the pack and cannot be changed. Use /aesthetic export and then import to make a copy.`,
  sharedWithPack: ({ name }) =>
    `“${name}” comes with the pack. Every server that uses the pack already has it and needs no code.`,
  notYours: ({ name }) => `Only the creator of ${name} and members with Manage Server can do this.`,
  mayNotCreate:
    'The settings of this server do not let you create aesthetics. Server managers can change that with /settings.',
  mayNotUse: 'You cannot use commands in this channel.',
  managersOnly: 'Only members with Manage Server can do this.',
  moderatorsOnly: 'Only members with Manage Messages or Manage Server can do this.',
  blocked: 'The moderators of this server have blocked you from painting, creating and voting.',
  youngAccount: ({ days }) =>
    `Your Discord account is too new for this server: it has to be at least ${days} day${days === 1 ? '' : 's'} old to paint, create and vote.`,
  youngMember: ({ days }) =>
    `You have to be in this server for at least ${days} day${days === 1 ? '' : 's'} to paint, create and vote.`,
  dailyQuota: ({ quota }) =>
    `You have made ${quota} request${quota === 1 ? '' : 's'} in the last 24 hours, which is the limit of this server. Try again later.`,
  wordRule: ({ rule }) => `This server does not allow “${rule}” in prompts, names and descriptions. Use other words.`,
  badWordRule: 'A word rule needs at least two letters or digits. * at its beginning or end stands for more letters.',
  tooManyWordRules: ({ most }) => `This server has ${most} word rules, which is the maximum. Remove one first.`,
  noSuchRule: ({ rule }) => `There is no word rule “${rule}”. /settings words list shows them all.`,
  noReports:
    'This server has no channel for reports. Server managers can choose one with /settings safety. Tell a moderator instead.',
  reportsUnreachable:
    'The bot cannot post in the channel for reports. Tell a moderator: /settings safety shows which permissions it lacks.',
  notAPicture: 'This message has no picture that the bot has painted, or the picture is already gone.',
  ownPicture: 'This is your own picture. You can delete it with the button below it.',
  nothingDone: 'There is nothing to undo.',
  channelPermissions: ({ channel, missing }) =>
    `The bot lacks permissions in #${channel}: ${missing.map((one) => permissions[one]).join(', ')}. Grant them there, then try again.`,
  showcaseIncomplete: 'A showcase needs both options, channel and score; or use off:True to switch it off.',
  contestPlace:
    'A contest needs an ordinary text channel, since it opens a public thread there. Use the command in one.',
  contestGone: 'This contest no longer exists.',
  notYourPicture: 'Only the member who requested this picture and members with Manage Messages can delete it.',
  notYourRequest: 'Only the member who made this request and members with Manage Messages can cancel it.',
  notYourData: 'This button erases the data of another member. Use /privacy erase for your own.',
  channel: ({ allowed }) =>
    `The bot does not paint in this channel. Try ${allowed.length > 0 ? allowed.map((name) => `#${name}`).join(', ') : 'another one'}.`,
  unchecked: ({ pack }) =>
    `The pack ${pack} has no safety check, so it paints in age-restricted channels only. ` +
    'Server managers can allow other channels: /settings change unchecked.',
  flagged: ({ count }) =>
    `the safety check held back ${count === 1 ? '1 picture' : `${count} pictures`}, so nothing is shown and nothing is kept; try another prompt or seed`,
  toldPrivately: 'nothing can be shown here; whoever asked was told why',
  permissions: ({ missing }) =>
    `The bot lacks permissions in this channel: ${missing.map((one) => permissions[one]).join(', ')}. Server managers can grant them.`,
  keepAlone: 'keep says how much of a picture to keep: attach one as image.',
  startGone: 'The picture to start from is no longer kept. Give it again with /imagine, as image.',
  aestheticAndNot: 'strength, strip, text_steps and lr need an aesthetic: choose one.',
  stripAlone: 'strip sets the strengths itself and uses one seed: leave out strength, text_steps, lr and count.',
  strengthAndRaw: 'strength and text_steps cannot be used together: strength sets the steps itself.',
  strength: ({ given }) =>
    `The strength “${given}” is not valid. Use subtle, balanced, strong, or a number from 0 to 1.5.`,
  size: ({ given }) =>
    `The size “${given}” is not valid. Give square, portrait, landscape or wide, or width x height in pixels, for example 512x768.`,
  name: ({ given }) =>
    `“${given}” is not a valid name. Use 1 to 32 letters, digits, spaces, - and _, and begin with a letter or digit.`,
  nameIsTaste: 'An aesthetic cannot be called “my taste”, because that means the taste of the member who asks.',
  tooFewMembers: ({ have, least }) =>
    `Too few members voted: the votes that count are from ${have}, and it takes ${least}. Votes on one’s own pictures do not count. Have others press 👍 and 👎 below pictures, or vote in duels.`,
  tooFewLiked: ({ have, least }) =>
    `There are too few votes: ${have} pictures are liked more than is usual here, and it takes ${least}. Vote on more pictures, or in duels.`,
  tooFewDisliked: ({ have, least }) =>
    `There are too few votes: ${have} pictures are liked less than is usual here, and it takes ${least}. Vote on more pictures, or in duels.`,
  tooFewChoices: ({ have, least }) =>
    `There are too few votes: members chose among pictures ${have} times, and it takes ${least}. Choices because of the subject do not count.`,
  tooFewVotes: ({ have, least }) =>
    `Its pictures have too few votes: ${have} from members who did not ask for them, and it takes ${least}.`,
  tooFewForTaste: ({ have, least }) =>
    `Your taste is not known yet: you voted ${have} times on pictures here, and it takes ${least}. Press 👍 or 👎 below pictures, or vote in duels.`,
  nothingToWeigh: ({ name, count }) =>
    count === 1
      ? `“${name}” has only one image, so votes have nothing to weigh. Use /aesthetic add to add others.`
      : `“${name}” has only a vector and no images, so votes have nothing to weigh. Use /aesthetic breed to make a new aesthetic from votes.`,
  tasteOff: 'Your own taste is off here. Use /taste on: the bot then learns it from your votes, for you alone.',
  tasteOfAnother:
    'This was painted with another member’s own taste, which only they can use. They can share it with /taste share.',
  nameIsNone: 'An aesthetic cannot be called “none”, because none means no aesthetic in a request.',
  nameInFile: ({ why }) => `${why} This name is from the file. Give another name with the option “name”.`,
  noteLength: ({ length }) => `The description has ${length} characters; the maximum is 200.`,
  noImages: 'There are no images: attach 1 to 10 of them.',
  imagesWithoutName: 'These images need a name. Add one, or leave the images out: then a form asks for both.',
  nothingToUndo: 'You cannot undo this: the aesthetic is already restored, or more than 24 hours have passed.',
  noImagesInMessage: 'There are no images in this message.',
  tooManyImages: ({ count }) => `There are ${count} images; the maximum is 10 at once.`,
  notYourMessage:
    'You can make aesthetics from your own messages and the bot’s. For other images, ask the person who posted them.',
  draftGone: 'The images of this message are no longer available. Use the command on the message again.',
  noImageVectors: ({ name }) => `“${name}” has only a vector and no images, so no image can be removed.`,
  fileTooLarge: ({ name, mib, limit }) => `${name} has ${mib} MiB; the maximum is ${limit} MiB.`,
  foreignHost: ({ name }) => `${name} is not on Discord’s servers: attach the file itself.`,
  imageStoreFull: 'The bot has no room for more files at the moment: try again in some minutes.',
  fetchFailed: ({ name }) => `${name} could not be downloaded from Discord: attach it again.`,
  fileDamaged: ({ name }) =>
    `${name} cannot be read: the file is damaged or of another kind. Attach it again, or save it anew.`,
  nothingToCancel: 'You have no waiting requests here.',
  notCancellable: 'This request is no longer waiting.',
  noChange: 'You did not choose a setting: say what to change.',
  loraGone: ({ name }) =>
    `The LoRA ${name}, which this was painted with, is no longer there, or does not fit the pack of this server. Ask anew with /imagine.`,
  unknownLora: ({ name, all }) => `There is no LoRA “${name}” for the pack of this server. Available: ${all}.`,
  noLoras: ({ pack }) =>
    `There are no LoRAs for the pack ${pack}. The operator of this bot puts them into the folder loras of its models.`,
  tooManyLoras: ({ most }) => `A server can have ${most} LoRAs at most. Remove one first.`,
  unknownPack: ({ name, all }) => `There is no pack “${name}”. Available packs: ${all}.`,
  twoCreators: 'creators and creator_role cannot be used together.',
  ...duelErrors,
  ...engineErrors,
};
