/**
 * What cannot be done, why, and what to do instead: messages of UserErrors. Plain text without markdown: the view escapes it
 * whole, so that names and prompts can be quoted as they are.
 */
export const refusals = {
  bug: (reference: string) =>
    `Something went wrong that is not your fault. Whoever runs this bot finds it in the log as ${reference}. Trying again may help.`,
  guildOnly: 'This works in servers only.',
  oldButton: 'This button is from another version of the bot. Run the command again.',
  unknownCommand:
    'This command is not known here any more. Discord shows the new ones within a minute; try again then.',
  gone: 'That picture’s request is not known here any more.',
  notPainted: 'This picture is not painted yet.',
  noAestheticUsed:
    'This was painted without an aesthetic: there is nothing to make stronger or weaker. “Another aesthetic” adds one.',
  rawSteps: 'This was painted with raw text steps, which have no strength. Run /imagine with other text_steps or lr.',
  strongest: 'There is no more: this is the greatest strength, 1.5.',
  weakest: 'There is no less than subtle but the plain picture: “Beside plain” shows it.',
  unknownAesthetic: (name: string, near: readonly string[]) =>
    `There is no aesthetic “${name}” here. ` +
    (near.length > 0 ? `Did you mean ${near.join(' or ')}?` : '/aesthetic list shows them all.'),
  aestheticGone: 'That aesthetic is not here any more. /aesthetic list shows them all.',
  ofPack: (name: string) =>
    `“${name}” comes with the pack and cannot be changed. /aesthetic export and import make a copy.`,
  sharedWithPack: (name: string) =>
    `“${name}” comes with the pack: every server that paints with the pack has it, and no code is needed.`,
  notYours: (name: string) => `Only who made ${name}, or whoever may manage the server, can do that.`,
  mayNotCreate:
    'The settings of this server do not let you create aesthetics. Whoever manages the server can change that with /settings.',
  mayNotUse: 'You may not use commands in this channel.',
  managersOnly: 'Only whoever may manage the server can do that.',
  notYourPicture: 'Only who asked for this picture, or whoever may manage messages here, can delete it.',
  notYourRequest: 'Only who asked for it, or whoever may manage messages here, can cancel it.',
  notYourData: 'This button erases the data of who asked for it.',
  channel: (allowed: readonly string[]) =>
    `The bot does not paint in this channel. Try ${allowed.length > 0 ? allowed.map((name) => `#${name}`).join(', ') : 'another one'}.`,
  unchecked: (pack: string) =>
    `The pack ${pack} does not check its pictures, so it paints in age-restricted channels only. ` +
    'Whoever manages the server can allow other channels: /settings change unchecked.',
  permissions: (missing: string) =>
    `The bot lacks permissions in this channel: ${missing}. Whoever manages the server can give them.`,
  aestheticAndNot: 'strength, text_steps and lr say how to use an aesthetic: name one.',
  stripAlone:
    'strip goes through the strengths by itself, with one seed: leave strength, text_steps, lr and count out.',
  strengthAndRaw: 'strength and text_steps exclude each other: strength chooses the steps by itself.',
  strength: (given: string) =>
    `The strength “${given}” is not known: it is subtle, balanced, strong, or a number from 0 to 1.5.`,
  size: (given: string) => `The size “${given}” is not known: give pixels as width x height, like 512x768.`,
  emptyPrompt: 'The prompt is empty: say what to paint.',
  promptLength: (length: number, limit: number) => `That has ${length} characters; at most ${limit} are taken.`,
  name: (given: string) =>
    `“${given}” cannot be a name: 1 to 32 letters, digits, spaces, - and _, beginning with a letter or digit.`,
  nameIsNone: 'An aesthetic cannot be called “none”: that is how a request says that it wants no aesthetic.',
  nameInFile: 'The file says that it is called so: give another name with the option “name”.',
  noteLength: (length: number) => `The note has ${length} characters; at most 200 are taken.`,
  noImages: 'No images were given: attach 1 to 10 of them.',
  imagesWithoutName: 'These images need a name: give one too, or leave the images out and the form asks for both.',
  nothingToUndo: 'There is nothing to undo any more: it is here again, or more than 24 hours have passed.',
  noImagesInMessage: 'There are no images in that message.',
  tooManyImages: (count: number) => `Those are ${count} images; 1 to 10 are taken at once.`,
  notYourMessage: 'Aesthetics can be made from your own messages and the bot’s. For other images, ask who posted them.',
  draftGone: 'The images of that message are not here any more. Use the command on the message again.',
  noImageVectors: (name: string) => `“${name}” came as a vector alone, without its images: none can be taken out.`,
  lastImage: (name: string) =>
    `“${name}” has one image: without it there is nothing left. /aesthetic delete takes it away.`,
  fileTooLarge: (name: string, mib: string, limit: string) => `${name} has ${mib} MiB; at most ${limit} MiB are taken.`,
  foreignHost: (name: string) => `${name} does not lie on Discord’s servers: attach the file itself.`,
  fetchFailed: (name: string) => `Discord does not give out ${name}: attach it again.`,
  nothingToCancel: 'You have nothing waiting here.',
  notCancellable: 'That request is not waiting any more.',
  noChange: 'No setting was named: say what to change.',
  unknownPack: (name: string, all: string) => `There is no pack “${name}”. Installed are: ${all}.`,
  twoCreators: 'creators and creator_role exclude each other.',
} as const;
