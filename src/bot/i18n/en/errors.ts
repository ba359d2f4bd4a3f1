import type { ErrorTexts } from '../errors.js';

/**
 * Why something cannot be done, and what to do instead. Plain text without markdown: views escape it whole, so that names and prompts can
 * be quoted as they are. Views begin it with a capital and end it with a full stop.
 */
export const errors: ErrorTexts = {
  erasedVector: 'its vector was erased',
  capRange: ({ highest, given }) => `a cap is a whole number from 1 to ${highest}, not ${given}`,
  noPack: ({ pack }) => `there is no pack called ${pack} here`,
  memberCap: ({ count }) =>
    `you have ${count} requests waiting, as many as a member may here; wait for one, or /cancel it`,
  guildCap: ({ count }) =>
    `${count} requests wait in this server, as many as it may have; try again when some are done`,
  alreadyHere: ({ name }) => `“${name}” is an aesthetic of this server already`,
  notOwn: 'that aesthetic is not there any more, or comes with the pack',
  partGone: 'one of the aesthetics to blend is not there any more',
  unblendable: ({ name, why }) => `“${name}” cannot be blended: ${why}`,
  longNote: ({ most, length }) => `a note has at most ${most} characters; this one has ${length}`,
  takenByPack: ({ name, pack }) => `“${name}” comes with the pack ${pack}; choose another name`,
  taken: ({ name }) => `there is an aesthetic called ${name} here already; choose another name`,
  unusable: ({ label, why }) => `${label} cannot be used: ${why}`,
  erased: ({ label }) => `${label} was erased; make it anew`,
  otherLength: ({ length, pack, wanted }) =>
    `this aesthetic has ${length} numbers and ${pack} takes ${wanted}: it was made with another CLIP`,
  otherClip: ({ pack }) =>
    `this aesthetic was made with another CLIP than that of ${pack}; its images, embedded here, make one that fits`,
  tooMany: ({ name, count, most }) => `with these “${name}” would have ${count} images; ${most} are the most`,
  imageGone: ({ name }) => `that image is no part of “${name}” any more`,
  notDeleted: 'that aesthetic is not deleted, or not of this server',
  deletedLongAgo: ({ name }) => `“${name}” was deleted more than 24 hours ago`,
  unchangeable: 'that aesthetic is not there any more, or comes with the pack and cannot be changed',
  imagesKnown: ({ count }) => `${count} of these images ${count === 1 ? 'is' : 'are'} in it already`,
  erasedImage: 'someone erased an image of it, and its vector with it; make it anew',
  anotherClip: ({ pack }) =>
    `it was made with another model's CLIP than ${pack} has; make it anew from its images, or change the pack in /settings`,
  aestheticGone: ({ name }) => `the aesthetic ${name} is not there any more`,
  cardGone: 'the aesthetic of this card is not there any more',
  packNotYet: ({ pack }) => `no worker has brought the pack ${pack} yet; try again in a minute`,
  noCount: ({ count }) => `${count} is no number of pictures`,
  tooManyPictures: ({ most, count }) => `one message shows at most ${most} pictures, and these are ${count}`,
  stripWithout: 'a strip shows the strengths of an aesthetic: name one',
  stripStrength: 'a strip goes through the strengths by itself: leave strength, text_steps and lr out',
  stripCount: ({ count }) => `a strip is one picture with one seed, not ${count}`,
  noPainter: 'painting is not available now; try again later',
  notEmbedded: 'no worker has looked at the images; is one running? Try again later',
  lost: 'the pictures were painted, but got lost before they could be shown',
  thatGone: 'that aesthetic is not there any more',
  noImagesAdded: ({ why }) => `no images can be added: ${why}`,
  wrongCode: 'nothing is shared by that code: it may have a typing error, or have ended; ask who gave it',
  unsaidClip: ({ length, pack }) =>
    `the file does not say which CLIP it was made with; it has ${length} numbers, as ${pack} takes`,
  wrongCodes: ({ count }) => `those were ${count} wrong codes within an hour; try again in an hour`,
  packNotServed: ({ pack }) => `no worker serves the pack ${pack}; start one, or choose another pack in /settings`,
  operator: ({ reference }) =>
    `this model is not set up as it should be; its operator can look up ${reference} in the log`,
  crash: ({ reference }) =>
    `painting this ended the engine twice, perhaps for want of memory; fewer or smaller pictures may work (${reference})`,
  paintingBug: ({ reference }) => `something went wrong that should not; the log has it as ${reference}`,
  bug: ({ reference }) =>
    `Something went wrong that is not your fault. Whoever runs this bot finds it in the log as ${reference}. Trying again may help.`,
  guildOnly: 'This works in servers only.',
  oldButton: 'This button is from another version of the bot. Run the command again.',
  badOption: ({ option }) => `The value given for “${option}” is not possible.`,
  unknownCommand:
    'This command is not known here any more. Discord shows the new ones within a minute; try again then.',
  gone: 'That picture’s request is not known here any more.',
  notPainted: 'This picture is not painted yet.',
  noAestheticUsed:
    'This was painted without an aesthetic: there is nothing to make stronger or weaker. “Another aesthetic” adds one.',
  rawSteps: 'This was painted with raw text steps, which have no strength. Run /imagine with other text_steps or lr.',
  strongest: 'There is no more: this is the greatest strength, 1.5.',
  weakest: 'There is no less than subtle but the plain picture: “Beside plain” shows it.',
  unknownAesthetic: ({ name, near }) =>
    `There is no aesthetic “${name}” here. ` +
    (near.length > 0 ? `Did you mean ${near.join(' or ')}?` : '/aesthetic list shows them all.'),
  aestheticNotHere: 'That aesthetic is not here any more. /aesthetic list shows them all.',
  ofPack: ({ name }) =>
    `“${name}” comes with the pack and cannot be changed. /aesthetic export and import make a copy.`,
  sharedWithPack: ({ name }) =>
    `“${name}” comes with the pack: every server that paints with the pack has it, and no code is needed.`,
  notYours: ({ name }) => `Only who made ${name}, or whoever may manage the server, can do that.`,
  mayNotCreate:
    'The settings of this server do not let you create aesthetics. Whoever manages the server can change that with /settings.',
  mayNotUse: 'You may not use commands in this channel.',
  managersOnly: 'Only whoever may manage the server can do that.',
  notYourPicture: 'Only who asked for this picture, or whoever may manage messages here, can delete it.',
  notYourRequest: 'Only who asked for it, or whoever may manage messages here, can cancel it.',
  notYourData: 'This button erases the data of who asked for it.',
  channel: ({ allowed }) =>
    `The bot does not paint in this channel. Try ${allowed.length > 0 ? allowed.map((name) => `#${name}`).join(', ') : 'another one'}.`,
  unchecked: ({ pack }) =>
    `The pack ${pack} does not check its pictures, so it paints in age-restricted channels only. ` +
    'Whoever manages the server can allow other channels: /settings change unchecked.',
  permissions: ({ missing }) =>
    `The bot lacks permissions in this channel: ${missing}. Whoever manages the server can give them.`,
  aestheticAndNot: 'strength, text_steps and lr say how to use an aesthetic: name one.',
  stripAlone:
    'strip goes through the strengths by itself, with one seed: leave strength, text_steps, lr and count out.',
  strengthAndRaw: 'strength and text_steps exclude each other: strength chooses the steps by itself.',
  strength: ({ given }) =>
    `The strength “${given}” is not known: it is subtle, balanced, strong, or a number from 0 to 1.5.`,
  size: ({ given }) => `The size “${given}” is not known: give pixels as width x height, like 512x768.`,
  emptyPrompt: 'The prompt is empty: say what to paint.',
  promptLength: ({ length, limit }) => `That has ${length} characters; at most ${limit} are taken.`,
  name: ({ given }) =>
    `“${given}” cannot be a name: 1 to 32 letters, digits, spaces, - and _, beginning with a letter or digit.`,
  nameIsNone: 'An aesthetic cannot be called “none”: that is how a request says that it wants no aesthetic.',
  nameInFile: ({ why }) => `${why} The file says that it is called so: give another name with the option “name”.`,
  noteLength: ({ length }) => `The note has ${length} characters; at most 200 are taken.`,
  noImages: 'No images were given: attach 1 to 10 of them.',
  imagesWithoutName: 'These images need a name: give one too, or leave the images out and the form asks for both.',
  nothingToUndo: 'There is nothing to undo any more: it is here again, or more than 24 hours have passed.',
  noImagesInMessage: 'There are no images in that message.',
  tooManyImages: ({ count }) => `Those are ${count} images; 1 to 10 are taken at once.`,
  notYourMessage: 'Aesthetics can be made from your own messages and the bot’s. For other images, ask who posted them.',
  draftGone: 'The images of that message are not here any more. Use the command on the message again.',
  noImageVectors: ({ name }) => `“${name}” came as a vector alone, without its images: none can be taken out.`,
  lastImage: ({ name }) =>
    `“${name}” has one image: without it there is nothing left. /aesthetic delete takes it away.`,
  fileTooLarge: ({ name, mib, limit }) => `${name} has ${mib} MiB; at most ${limit} MiB are taken.`,
  foreignHost: ({ name }) => `${name} does not lie on Discord’s servers: attach the file itself.`,
  fetchFailed: ({ name }) => `Discord does not give out ${name}: attach it again.`,
  nothingToCancel: 'You have nothing waiting here.',
  notCancellable: 'That request is not waiting any more.',
  noChange: 'No setting was named: say what to change.',
  unknownPack: ({ name, all }) => `There is no pack “${name}”. Installed are: ${all}.`,
  twoCreators: 'creators and creator_role exclude each other.',
};
