import type { ClientLocale } from '../../rules/locales.js';
import type { ActionResult, FieldValue, OptionValue, PageMessage } from '../../site/protocol.js';
import type { OpenModal, Picture } from './pageState.js';

export interface SubmitFailure {
  readonly text: string;
  /** The form cannot be answered any more. */
  readonly isGone: boolean;
}

/** The actions of the views. None of them throws: errors become notices in the channel. */
export interface Actions {
  readonly openChannel: (id: string) => void;
  /** What the list scrolls to; null: it has. */
  readonly setTarget: (messageId: string | null) => void;
  /** Copies a text, and says so. */
  readonly copy: (text: string) => Promise<void>;
  readonly switchMember: (memberId: string) => void;
  /** Sets the member's language. */
  readonly setLocale: (locale: ClientLocale) => void;
  /** Whether it was sent. */
  readonly slash: (
    command: string,
    options: Readonly<Record<string, OptionValue>>,
    files: readonly File[],
  ) => Promise<boolean>;
  readonly autocomplete: (
    command: string,
    option: string,
    typed: string,
    options: Readonly<Record<string, OptionValue>>,
  ) => Promise<ActionResult['choices']>;
  /** `as`: the member who presses; absent: the one who looks at the page. */
  readonly press: (message: PageMessage, customId: string, as?: string) => Promise<void>;
  readonly choose: (message: PageMessage, customId: string, values: readonly string[]) => Promise<void>;
  readonly context: (message: PageMessage, command: string) => Promise<void>;
  /** Why it was not submitted; undefined: it was. */
  readonly submit: (
    values: Readonly<Record<string, FieldValue>>,
    files: readonly File[],
  ) => Promise<SubmitFailure | undefined>;
  /** Opens a form again. */
  readonly openModal: (modal: OpenModal) => void;
  /** `replyTo`: the id of the message that it answers. */
  readonly post: (content: string, files: readonly File[], replyTo?: string) => Promise<boolean>;
  readonly edit: (id: string, content: string) => Promise<boolean>;
  /** Opens a message's text for a change; null: closes it. */
  readonly setEditing: (id: string | null) => void;
  /** What the next message of a draft answers; null: nothing. */
  readonly setReplyTo: (draft: string, id: string | null) => void;
  readonly remove: (message: PageMessage) => Promise<void>;
  /** Fetches messages that are older than those of a channel that the page has. */
  readonly loadOlder: (channelId: string) => Promise<void>;
  readonly dismissNotice: (id: string) => void;
  readonly closeModal: () => void;
  readonly showPictures: (pictures: readonly Picture[], index: number) => void;
  readonly closeLightbox: () => void;
  readonly setDrawer: (open: boolean) => void;
  readonly setTour: (open: boolean) => void;
  /** Announces a text to screen readers. */
  readonly announce: (text: string) => void;
  /** Shows a notice in the channel. */
  readonly notice: (text: string) => void;
}
