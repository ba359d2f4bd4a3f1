import type { AestheticFormat } from '../../engine/index.js';
import type { DrawCharts } from '../charts/index.js';
import type { Tallies } from '../delivery/tally.js';
import type { GalleryFilter, Making, NewContest, RulesChange } from '../repositories/index.js';
import type { RequestEvents } from '../requestEvents.js';
import type {
  AestheticDetails,
  AestheticLabel,
  AestheticMap,
  AestheticSummary,
  AuditEntry,
  CardState,
  Family,
  Contest,
  ContestEntry,
  GalleryPage,
  GallerySort,
  Generation,
  GuildSettings,
  LabelledCard,
  PackSummary,
  Queued,
  QueuePosition,
  ImagineOptions,
  Rested,
  TasteShown,
  ReportAction,
  ReportCase,
  VoteRate,
  Period,
  Ranking,
  RankingKind,
  ServerStatus,
  Tally,
  VotablePicture,
  VoteValue,
} from '../types.js';
import type { RequestContext } from './context.js';
import type { Duels } from './duelTypes.js';

/**
 * Everything that a command may call. `createServices` builds it from repositories, queues and the dispatcher; no command knows which.
 * Functions that can refuse throw BotError. Every lookup is scoped by guild: an id of another guild is not found.
 */
export interface Services {
  /** Settings and pack of a guild, for a request that has been acknowledged. @throws BotError when no worker serves the pack */
  readonly context: (guildId: string) => Promise<RequestContext>;
  readonly requests: ImagineService;
  readonly generations: Generations;
  readonly aesthetics: Aesthetics;
  readonly makings: Makings;
  readonly cards: Cards;
  readonly duels: Duels;
  readonly tastes: Tastes;
  readonly gallery: Gallery;
  readonly contests: Contests;
  readonly moderation: Moderation;
  readonly votes: Votes;
  readonly tallies: Tallies;
  readonly rankings: Rankings;
  readonly drawCharts: DrawCharts;
  readonly drafts: Drafts;
  readonly settings: Settings;
  readonly packs: Packs;
  readonly queue: Queue;
  readonly status: Status;
  readonly privacy: Privacy;
  /** Bytes of a file that a member gave, from Discord's CDN and nowhere else. @throws BotError */
  readonly fetchAttachment: (file: GivenFile, memberId: string) => Promise<Uint8Array>;
  /** Gets what went wrong behind an answer that stands, which is not told. */
  readonly onLeft: RequestEvents['onLeft'];
  readonly now: () => number;
}

/** A file as Discord describes it. Name and size are claims. */
export interface GivenFile {
  readonly name: string;
  readonly url: string;
  readonly bytes: number;
}

/** A reply that can be edited: by the interaction's token while that is young, by channel and message later. */
export interface ReplyHandle {
  readonly applicationId: string;
  readonly token: string;
  /** When the interaction was made, milliseconds since 1970: its token lives 15 minutes from then. */
  readonly issuedAt: number;
  readonly channelId: string;
  readonly messageId: string;
  /** Of the interaction, for the log; absent where the handle comes from a row. */
  readonly interactionId?: string;
  /** Of its server, as Discord writes it: the language of everything that the reply will show. */
  readonly locale?: string;
}

/** A picture to start from that was given just now, as a file. */
export interface GivenStart {
  readonly bytes: Uint8Array;
  readonly keep?: number;
}

/** A request that a member's permissions and channel have been checked for. */
export interface PaintRequest {
  readonly context: RequestContext;
  readonly channelId: string;
  /** Where `channelId` is a public thread: its channel, whose permissions it has. */
  readonly parentChannelId?: string;
  /** Absent: an ordinary channel, to which the stricter rules apply. */
  readonly ageRestricted?: boolean;
  readonly askerId: string;
  readonly imagineOptions: ImagineOptions;
  /** In place of one that `imagineOptions` may name. */
  readonly start?: GivenStart;
  /** The generation whose button was pressed. */
  readonly parentId?: string;
  readonly reply: ReplyHandle;
  /** Bytes a file that Discord takes here. */
  readonly attachmentLimit: number;
  /** Requests that the member may make in 24 hours; absent: any number. */
  readonly dailyQuota?: number;
}

interface Accepted {
  readonly generation: Generation;
  readonly position: QueuePosition;
  /** Call it once the reply shows the place: until then, nobody else edits it. */
  readonly release: () => Promise<void>;
}

export interface ImagineService {
  /**
   * Makes a request a waiting generation: completes it by the guild's defaults and counts it against the caps.
   * @throws BotError: a cap is reached, the aesthetic is of another pack, a value the pack cannot do
   */
  accept(order: PaintRequest): Promise<Accepted>;
  /** False where it was not waiting or painting any more. */
  cancel(guildId: string, generationId: string): Promise<boolean>;
}

interface Generations {
  find(guildId: string, id: string): Promise<Generation | undefined>;
  /** Its pictures, in order; none where they were deleted. The seed tells them apart: of variations, the last one's. */
  pictures(id: string): Promise<readonly { readonly index: number; readonly seed: number; readonly plain: boolean }[]>;
  /**
   * Forgets pictures, thumbnails and vectors of a request that is over; the message is the caller's to delete. False where it waits or is
   * being painted: that is cancelled.
   */
  delete(guildId: string, id: string): Promise<boolean>;
}

/** A request for an aesthetic that a member's permissions have been checked for. */
export interface MakingRequest extends Pick<
  PaintRequest,
  'context' | 'channelId' | 'askerId' | 'reply' | 'attachmentLimit'
> {
  readonly what: Making['what'];
  /** Images, or the file to import; fetched when it is its turn. */
  readonly files: readonly GivenFile[];
  /** Whether a card may be shown there. */
  readonly showsCard: boolean;
}

/** What makes or changes an aesthetic out of files: accepted at once, done by a worker, told in the reply. */
export interface Makings {
  /** @throws BotError: a cap is reached, the name is taken, a rule is broken, the aesthetic cannot have more images */
  accept(order: MakingRequest): Promise<{
    readonly id: string;
    /** No worker is there: it waits for one. */
    readonly nobodyPaints: boolean;
    /** Call it once the reply shows that it waits: until then, nobody else edits it. */
    readonly release: () => Promise<void>;
  }>;
}

/** Names are unique in a guild, whatever their case; the pack's own count as taken. */
export interface Aesthetics {
  /** All that are not deleted, the pack's own too, most used first. */
  list(guildId: string): Promise<readonly AestheticSummary[]>;
  /** The same as it was up to five seconds ago, for suggestions while somebody types. */
  known(guildId: string): Promise<readonly AestheticSummary[]>;
  /** The one of that name, whatever its case. */
  find(context: RequestContext, name: string): Promise<AestheticLabel | undefined>;
  details(guildId: string, id: string): Promise<AestheticDetails | undefined>;
  /** The next version, without one. */
  removeImage(guildId: string, id: string, imageId: string): Promise<AestheticSummary>;
  rename(guildId: string, id: string, name: string): Promise<AestheticSummary>;
  /** Hides it and frees its name; for 24 hours it can come back. */
  delete(guildId: string, id: string): Promise<void>;
  /** Its creator is told by `deleted`. @throws BotError: too late, or its name is taken again */
  restore(guildId: string, id: string): Promise<AestheticSummary>;
  deleted(guildId: string, id: string): Promise<AestheticSummary | undefined>;
  /** A weighted sum of others, with their lineage. @throws BotError: a part is gone, of another CLIP, or the parts cancel out */
  blend(blend: NewBlend): Promise<AestheticSummary>;
  /** A new one out of the guild's votes. @throws BotError: too few votes, with how many there are; the name */
  breed(breeding: Breeding): Promise<Rested>;
  /** The next version, its images weighted by the votes on its pictures. @throws BotError: it keeps no images, too few votes */
  refine(guildId: string, id: string): Promise<Rested>;
  /** What its current version was made of. Undefined where it is not there. */
  family(guildId: string, id: string): Promise<Family | undefined>;
  /** A new code for the current version, by which other guilds adopt it; the code before ends. */
  share(guildId: string, id: string): Promise<string>;
  /** Ends its code; what was adopted stays. False where it had none. */
  unshare(guildId: string, id: string): Promise<boolean>;
  /** A copy of what a code is for. @throws BotError: no such code, too many wrong ones, another CLIP, the name is taken */
  adopt(adoption: Adoption): Promise<AestheticSummary>;
  export(guildId: string, id: string, format: AestheticFormat): Promise<Uint8Array>;
  /** The first of `list` that can be used, on a plane; pictures of them from the channels given. */
  map(guildId: string, channelIds: readonly string[]): Promise<AestheticMap>;
}

interface NewBlend {
  readonly guildId: string;
  readonly creatorId: string;
  readonly name: string;
  readonly note: string;
  /** By id and version; weights may be negative. */
  readonly parts: readonly { readonly id: string; readonly version: number; readonly weight: number }[];
}

interface Breeding {
  readonly guildId: string;
  readonly creatorId: string;
  readonly name: string;
  readonly note: string;
  readonly period: Period;
}

interface Adoption {
  readonly guildId: string;
  readonly creatorId: string;
  readonly code: string;
  /** Default: what it is called where it comes from. */
  readonly name?: string;
}

/** A member's own aesthetic out of their own votes, in one guild: only where they asked for it, and nobody else sees or names it. */
export interface Tastes {
  isOn(guildId: string, memberId: string): Promise<boolean>;
  /** Off: what was learned is kept, and not used. */
  switch(guildId: string, memberId: string, on: boolean): Promise<void>;
  /** Off, and what was learned is erased; votes stay. False where there was nothing. */
  forget(guildId: string, memberId: string): Promise<boolean>;
  /** As a stored version, which recipes can name: a new one where there are new votes. @throws BotError: it is off, too few votes */
  current(context: RequestContext, memberId: string): Promise<AestheticLabel>;
  /** @throws BotError: it is off, too few votes */
  show(guildId: string, memberId: string): Promise<TasteShown>;
  /** An aesthetic of the guild with a name, as it is now. @throws BotError: it is off, too few votes, the name */
  share(taste: {
    readonly guildId: string;
    readonly creatorId: string;
    readonly name: string;
  }): Promise<AestheticSummary>;
}

/** The same prompts without an aesthetic and with it, painted once, when nothing else waits. */
export interface Cards {
  /**
   * Has a card painted, unless it is there or on its way; unasked only where the settings let it and it does not take long. `show` is
   * called once, with what becomes of it; from then on delivery edits the reply. @throws BotError where the aesthetic cannot be used
   */
  ask(order: CardRequest, show: (state: CardState) => Promise<void>): Promise<void>;
  /** The card of exactly that version, where it is painted. */
  find(guildId: string, label: AestheticLabel): Promise<LabelledCard | undefined>;
}

export interface CardRequest extends Pick<
  PaintRequest,
  'context' | 'channelId' | 'askerId' | 'reply' | 'attachmentLimit'
> {
  readonly aesthetic: AestheticLabel;
  /** What the message says above the card, as markdown. */
  readonly said: string;
  /** Whose card is shown above it, where that is painted: what it was before. */
  readonly before?: AestheticLabel;
  /** By the button: however long it takes, and whatever the settings say. */
  readonly asked: boolean;
}

/** The pictures of a guild that a member may see: whoever asks says in which channels. */
export interface Gallery {
  /** Pages count from 1; beyond the last, the last. */
  page(filter: GalleryFilter, sort: GallerySort, page: number): Promise<GalleryPage>;
}

/** Timed threads around one aesthetic. Their end is posted by maintenance. */
export interface Contests {
  /** Before its thread is there. Its id. @throws BotError where the title has what the rules do not want */
  create(contest: Omit<NewContest, 'closesAt'> & { readonly hours: number }): Promise<string>;
  /** Its thread is there: it closes when its time is over. */
  open(guildId: string, id: string, threadId: string): Promise<Contest>;
  /** Its thread could not be opened. */
  cancel(id: string): Promise<void>;
  /** @throws BotError where it is gone, or another guild's */
  find(guildId: string, id: string): Promise<Contest>;
  /** Best first, by the votes until its end. @throws BotError where it is gone, or another guild's */
  entries(guildId: string, id: string): Promise<readonly ContestEntry[]>;
}

/** What moderators are told, and what they and managers do about it. Each change is written into the audit log. */
export interface Moderation {
  /** By a message that shows pictures, or by the id of a generation or a picture. @throws BotError: no picture, one's own */
  report(
    guildId: string,
    at: { readonly messageId: string } | { readonly id: string },
    reporterId: string,
  ): Promise<ReportCase>;
  /** The moderators could not be told. */
  forgetReport(generationId: string, reporterId: string): Promise<void>;
  /** `messages`: those that the caller is to delete. @throws BotError where the pictures are gone for good */
  act(
    guildId: string,
    actorId: string,
    generationId: string,
    action: ReportAction,
  ): Promise<ReportCase & { readonly messages: readonly { readonly channelId: string; readonly messageId: string }[] }>;
  /** Takes back the latest action. @throws BotError where there is none */
  undo(guildId: string, actorId: string, generationId: string): Promise<ReportCase>;
  caseOf(guildId: string, generationId: string): Promise<ReportCase>;
  /** Prompts of the warnings that a member has not been told, which count as told from now on. */
  takeWarnings(guildId: string, memberId: string): Promise<readonly string[]>;

  changeRules(guildId: string, actorId: string, change: RulesChange): Promise<void>;
  /** `null`: the role changes nothing any more. */
  changeRole(
    guildId: string,
    actorId: string,
    roleId: string,
    rule: { readonly dailyQuota: number | null; readonly exempt: boolean } | null,
  ): Promise<void>;
  /** @throws BotError where there are too many */
  addWord(guildId: string, actorId: string, word: string): Promise<void>;
  /** @throws BotError where there is no such rule */
  removeWord(guildId: string, actorId: string, word: string): Promise<void>;
  block(guildId: string, actorId: string, memberId: string): Promise<void>;
  unblock(guildId: string, actorId: string, memberId: string): Promise<void>;
  /** The latest first. */
  audit(guildId: string): Promise<readonly AuditEntry[]>;
  /** Aesthetics that were voted on in the last hour, the busiest first. */
  voteRates(guildId: string): Promise<readonly VoteRate[]>;
  /** A press of 👍 or 👎. The same one again takes the vote back, the other one changes it. */
}

export interface Vote {
  readonly guildId: string;
  readonly memberId: string;
  /** Of the aesthetic, or of the picture. */
  readonly id: string;
  readonly value: VoteValue;
}

/** One vote of a member on an aesthetic, and on a picture. Whoever made it can vote, too, but that counts nowhere. */
export interface Votes {
  /** @throws BotError where the aesthetic is deleted, or another guild's */
  onAesthetic(vote: Vote): Promise<Tally & { readonly name: string }>;
  /** @throws BotError where the picture is deleted, or another guild's */
  onPicture(vote: Vote): Promise<Tally & { readonly generationId: string }>;
  /** All pictures of a generation. @throws BotError where they are deleted, or another guild's */
  pictures(guildId: string, generationId: string, memberId: string): Promise<readonly VotablePicture[]>;
  /** The next card that the member has not voted on, behind that of the aesthetic `after`; without it, the first. */
  nextCard(context: RequestContext, memberId: string, after?: string): Promise<NextCard>;
}

export interface NextCard {
  /** Absent: there is none any more behind the one before. */
  readonly card?: AestheticDetails;
  /** Cards that the member has not voted on, skipped ones with them. */
  readonly left: number;
}

export interface Rankings {
  /** The best of a kind by each of its measures, at most ten entries each; none where there are no votes. */
  of(guildId: string, kind: RankingKind, period: Period): Promise<readonly Ranking[]>;
}

/** Which images of a message an aesthetic is to be made of, while its form is filled in; kept for an hour. They are fetched afterwards. */
export interface Drafts {
  save(draft: DraftKey, images: readonly GivenFile[]): Promise<void>;
  find(draft: DraftKey): Promise<readonly GivenFile[] | undefined>;
  /** It is used. */
  forget(draft: DraftKey): Promise<void>;
}

/** A draft is its member's own: nobody else's form finds it. */
export interface DraftKey {
  readonly guildId: string;
  readonly userId: string;
  readonly messageId: string;
}

export type SettingsChange = { readonly [K in keyof Omit<GuildSettings, 'rules'>]?: GuildSettings[K] | null };

interface Settings {
  of(guildId: string): Promise<GuildSettings>;
  /** `null`: back to the default. */
  change(guildId: string, change: SettingsChange): Promise<GuildSettings>;
}

interface Packs {
  list(): Promise<readonly PackSummary[]>;
  of(guildId: string): Promise<PackSummary>;
}

export interface Queue {
  /** A guild's requests, painting first, then in the order in which they will be painted; and how many there are in other guilds. */
  of(guildId: string): Promise<{ readonly here: readonly Queued[]; readonly elsewhere: number }>;
}

export interface Status {
  /** How the installation is, and what of it is a guild's own. Answers also where the database does not. */
  of(guildId: string): Promise<ServerStatus>;
}

export interface Privacy {
  /** All that is kept about a member, in every guild, as zip archives of at most `maxBytes`, each made when it is asked for. */
  export(userId: string, maxBytes: number): AsyncIterable<Uint8Array>;
  /** Removes it: images, aesthetics and their vectors, generations. */
  erase(userId: string): Promise<{ readonly aesthetics: number; readonly generations: number }>;
  /** Forgets a request's prompt, pictures, thumbnails and vectors; the message is the caller's to delete. False where it is not over. */
  deletePictures(guildId: string, id: string): Promise<boolean>;
}

export type { RequestContext, RulesChange };
