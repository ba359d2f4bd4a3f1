/**
 * Why a request, an aesthetic or a delivery came to nothing, as the database, the jobs and the engine's keepers find out: messages of
 * UserErrors and of failed generations. They begin small and end without a full stop; views make sentences of them, and escape them whole.
 */
export const reasons = {
  erasedVector: 'its vector was erased',
  capRange: (highest: number, given: number) => `a cap is a whole number from 1 to ${highest}, not ${given}`,
  noPack: (pack: string) => `there is no pack called ${pack} here`,
  memberCap: (count: number) =>
    `you have ${count} requests waiting, as many as a member may here; wait for one, or /cancel it`,
  guildCap: (count: number) =>
    `${count} requests wait in this server, as many as it may have; try again when some are done`,
  alreadyHere: (name: string) => `“${name}” is an aesthetic of this server already`,
  notOwn: 'that aesthetic is not there any more, or comes with the pack',
  partGone: 'one of the aesthetics to blend is not there any more',
  unblendable: (name: string, why: string) => `“${name}” cannot be blended: ${why}`,
  longNote: (most: number, length: number) => `a note has at most ${most} characters; this one has ${length}`,
  takenByPack: (name: string, pack: string) => `“${name}” comes with the pack ${pack}; choose another name`,
  taken: (name: string) => `there is an aesthetic called ${name} here already; choose another name`,
  unusable: (label: string, why: string) => `${label} cannot be used: ${why}`,
  erased: (label: string) => `${label} was erased; make it anew`,
  otherLength: (length: number, pack: string, wanted: number) =>
    `this aesthetic has ${length} numbers and ${pack} takes ${wanted}: it was made with another CLIP`,
  otherClip: (pack: string) =>
    `this aesthetic was made with another CLIP than that of ${pack}; its images, embedded here, make one that fits`,
  tooMany: (name: string, count: number, most: number) =>
    `with these “${name}” would have ${count} images; ${most} are the most`,
  imageGone: (name: string) => `that image is no part of “${name}” any more`,
  notDeleted: 'that aesthetic is not deleted, or not of this server',
  deletedLongAgo: (name: string) => `“${name}” was deleted more than 24 hours ago`,
  unchangeable: 'that aesthetic is not there any more, or comes with the pack and cannot be changed',
  imagesKnown: (count: number) => `${count} of these images ${count === 1 ? 'is' : 'are'} in it already`,
  erasedImage: 'someone erased an image of it, and its vector with it; make it anew',
  anotherClip: (pack: string) =>
    `it was made with another model's CLIP than ${pack} has; make it anew from its images, or change the pack in /settings`,
  aestheticGone: (name: string) => `the aesthetic ${name} is not there any more`,
  cardGone: 'the aesthetic of this card is not there any more',
  packNotYet: (pack: string) => `no worker has brought the pack ${pack} yet; try again in a minute`,
  emptyPrompt: 'the prompt is empty; describe a picture',
  noCount: (count: number) => `${count} is no number of pictures`,
  tooManyPictures: (most: number, count: number) =>
    `one message shows at most ${most} pictures, and these are ${count}`,
  stripWithout: 'a strip shows the strengths of an aesthetic: name one',
  stripStrength: 'a strip goes through the strengths by itself: leave strength, text_steps and lr out',
  stripCount: (count: number) => `a strip is one picture with one seed, not ${count}`,
  noPainter: 'painting is not available now; try again later',
  notEmbedded: 'no worker has looked at the images; is one running? Try again later',
  lost: 'the pictures were painted, but got lost before they could be shown',
  thatGone: 'that aesthetic is not there any more',
  noImagesAdded: (why: string) => `no images can be added: ${why}`,
  wrongCode: 'nothing is shared by that code: it may have a typing error, or have ended; ask who gave it',
  unsaidClip: (length: number, pack: string) =>
    `the file does not say which CLIP it was made with; it has ${length} numbers, as ${pack} takes`,
  wrongCodes: (count: number) => `those were ${count} wrong codes within an hour; try again in an hour`,
  packNotServed: (pack: string) => `no worker serves the pack ${pack}; start one, or choose another pack in /settings`,
  operator: (reference: string) =>
    `this model is not set up as it should be; its operator can look up ${reference} in the log`,
  crash: (reference: string) =>
    `painting this ended the engine twice, perhaps for want of memory; fewer or smaller pictures may work (${reference})`,
  bug: (reference: string) => `something went wrong that should not; the log has it as ${reference}`,
} as const;
