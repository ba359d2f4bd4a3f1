const MiB = 2 ** 20;

/** Bytes of a whole request (resources/message). */
export const maxRequestBytes = 25 * MiB;
/** Files of a message. */
export const maxAttachments = 10;
/** Characters of a message's content. */
export const maxContentLength = 2_000;
/** Messages of a channel that the page receives at once. */
export const historyPerChannel = 50;
