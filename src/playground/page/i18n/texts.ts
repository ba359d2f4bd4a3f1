import type { ComponentChild } from 'preact';
import type { ProblemTexts } from '../../rules/problemTexts.js';
import type { PostRefusal } from '../../site/protocol.js';

/** A part of a sentence that is more than text, such as a name in bold. */
type Part = ComponentChild;

/** The page's own words in one language. What the bot says comes from the bot. */
export interface PageTexts {
  readonly problems: ProblemTexts;
  readonly app: { readonly opening: string; readonly connecting: string; readonly skip: string };
  readonly channel: {
    readonly none: string;
    readonly label: (channel: string, guild: string) => string;
    readonly list: string;
    readonly ageRestricted: string;
    readonly offline: string;
    readonly botOffline: string;
    readonly welcome: (channel: string) => string;
    readonly typeSlash: (slash: Part) => readonly Part[];
    /** On the line above what is new. */
    readonly new: string;
    readonly older: string;
    readonly olderFailed: string;
    readonly toPresent: string;
    readonly messages: (channel: string) => string;
  };
  readonly sidebar: {
    readonly servers: string;
    readonly channels: string;
    readonly close: string;
    readonly thread: string;
    readonly ageRestricted: string;
    readonly unread: string;
  };
  readonly member: {
    readonly youAre: string;
    readonly language: string;
    readonly theme: (now: string) => string;
    readonly system: string;
    readonly light: string;
    readonly dark: string;
    readonly tour: string;
  };
  readonly picture: {
    readonly label: string;
    readonly ofSeveral: (number: number, count: number) => string;
    /** Of a picture without a description. */
    readonly numbered: (number: number) => string;
    readonly before: string;
    readonly next: string;
    readonly larger: string;
    readonly smaller: string;
    readonly failed: (name: string) => string;
    readonly save: string;
    readonly openLarge: (name: string) => string;
    readonly spoiler: string;
    /** In the text for screen readers. */
    readonly undescribed: string;
  };
  readonly message: {
    readonly used: (member: Part, command: Part) => readonly Part[];
    readonly thinking: (bot: string) => string;
    readonly noResponse: string;
    readonly edited: string;
    readonly onlyYou: string;
    readonly dismiss: string;
    readonly more: (author: string) => string;
    readonly gone: string;
    readonly today: (time: string) => string;
    readonly yesterday: (time: string) => string;
    readonly menu: string;
    readonly reply: string;
    readonly edit: string;
    readonly save: string;
    readonly copy: string;
    readonly delete: string;
    readonly copyLink: string;
    readonly copied: string;
    readonly unknownComponent: (type: number) => string;
    readonly choose: string;
    readonly button: string;
    readonly spoiler: string;
    readonly unknownMention: string;
  };
  readonly composer: {
    readonly label: string;
    readonly placeholder: (channel: string) => string;
    readonly attach: string;
    readonly filesToAttach: string;
    readonly attached: string;
    readonly send: string;
    readonly commands: string;
    readonly mentions: string;
    readonly replyingTo: (name: string) => string;
    readonly noReply: string;
    readonly matching: (typed: string) => string;
    readonly leave: (command: string) => string;
    readonly options: string;
    /** Why one cannot write in a channel. */
    readonly refusal: Readonly<Record<PostRefusal, string>>;
    /** The states of suggestions. */
    readonly loading: string;
    readonly none: string;
    readonly failed: string;
    readonly noCommand: (typed: string) => string;
    readonly commandsLoading: string;
    readonly enterSends: string;
    readonly optional: (count: number) => string;
    readonly addOptional: (count: number) => string;
    readonly allFilled: string;
    readonly neededOption: (option: string) => string;
    readonly fileOf: (option: string) => string;
    readonly chooseAFile: string;
    readonly chooseDropOrPaste: string;
    readonly removeFile: (name: string) => string;
  };
  readonly switcher: { readonly label: string; readonly none: string };
  /** Of paintings that are done while the page is in the background. */
  readonly painted: {
    readonly title: string;
    readonly body: string;
    readonly offer: string;
    readonly yes: string;
    readonly no: string;
  };
  readonly discard: {
    readonly command: (command: string) => string;
    readonly form: (title: string) => string;
    readonly text: string;
    readonly keep: string;
    readonly discard: string;
  };
  readonly files: {
    readonly drop: string;
    readonly tooLarge: (names: string, mebibytes: number) => string;
    readonly tooMany: (names: string, max: number) => string;
    readonly wrongType: (names: string, types: string) => string;
    readonly together: (names: string, mebibytes: number) => string;
  };
  readonly form: {
    readonly close: string;
    readonly cancel: string;
    readonly submit: string;
    readonly required: string;
    readonly files: (label: string) => string;
    readonly chooseFiles: string;
    readonly orDrop: (count: number, max: number) => string;
  };
  readonly tour: {
    readonly label: string;
    readonly title: string;
    readonly progress: (done: number) => string;
    readonly close: string;
    readonly done: string;
    readonly makeTitle: string;
    readonly makeText: string;
    /** Only `name` and `prompt` are seen; a screen reader says the words between. */
    readonly make: (name: Part, pictures: number, prompt: Part) => readonly Part[];
    readonly made: string;
    readonly noExamples: (command: Part) => readonly Part[];
    readonly paintTitle: string;
    readonly paintText: string;
    readonly paint: (prompt: string, name: string) => string;
    readonly furtherTitle: string;
    readonly furtherText: string;
    /** `label`: what the bot's button says. */
    readonly press: (label: string) => string;
    readonly voteTitle: string;
    readonly voteText: string;
    /** `member`: who presses, where that is not the one who looks at the page. */
    readonly vote: (label: string, member?: string) => string;
    readonly voteOfAnother: (member: string) => string;
  };
  readonly notices: {
    /** A form that can no longer be answered is sent. */
    readonly formGone: string;
    /** The bot did not answer a form. */
    readonly formKept: string;
    readonly noBot: string;
    readonly notCopied: string;
    readonly noChannel: string;
    readonly noPlayground: string;
    readonly exampleGone: (picture: string) => string;
    readonly status: (status: number, path: string) => string;
  };
}
