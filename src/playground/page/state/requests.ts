import type { ClientLocale } from '../../rules/locales.js';
import type {
  ActionFailure,
  ActionResult,
  AvailableCommands,
  ClientAction,
  ExampleSet,
  OlderMessages,
} from '../../site/protocol.js';
import { pageTexts } from '../i18n/index.js';
import type { PageTexts } from '../i18n/index.js';

type Notices = PageTexts['notices'];

/** An action that the playground or the bot has not done. */
export class ActionError extends Error {
  constructor(
    message: string,
    readonly code: ActionFailure['code'],
  ) {
    super(message);
  }
}

/** Sends an action. @throws Error with a message for the member */
export async function sendAction(
  action: ClientAction,
  files: readonly File[],
  notices: Notices,
): Promise<ActionResult> {
  return (await send(action, files, notices)) as ActionResult;
}

async function send(action: ClientAction, files: readonly File[], notices: Notices): Promise<unknown> {
  const form = new FormData();
  form.append('payload_json', JSON.stringify(action));
  files.forEach((file, i) => {
    form.append(`files[${i}]`, file, file.name);
  });
  let response: Response;
  try {
    response = await fetch('/page/actions', { method: 'POST', body: form });
  } catch {
    throw new Error(notices.noPlayground);
  }
  const answer = (await response.json()) as Partial<ActionFailure>;
  if (answer.error !== undefined) throw new ActionError(answer.error, answer.code);
  return answer;
}

export async function fetchCommands(as: string, channel: string, locale: ClientLocale): Promise<AvailableCommands> {
  const { notices } = pageTexts[locale];
  return (await getJson(`/page/commands?as=${as}&channel=${channel}&locale=${locale}`, notices)) as AvailableCommands;
}

/** Messages that are older than one. @throws Error with a message for the member */
export async function fetchOlder(
  as: string,
  channel: string,
  before: string,
  notices: Notices,
): Promise<OlderMessages> {
  return (await getJson(`/page/messages?as=${as}&channel=${channel}&before=${before}`, notices)) as OlderMessages;
}

export async function fetchExamples(notices: Notices): Promise<readonly ExampleSet[]> {
  return (await getJson('/page/examples', notices)) as readonly ExampleSet[];
}

export function exampleUrl(set: string, picture: string): string {
  return `/page/examples/${encodeURIComponent(set)}/${encodeURIComponent(picture)}`;
}

/** An example picture as a file, as if the member had picked it. */
export async function exampleFile(set: string, picture: string, notices: Notices): Promise<File> {
  const response = await fetch(exampleUrl(set, picture));
  if (!response.ok) throw new Error(notices.exampleGone(picture));
  const blob = await response.blob();
  return new File([blob], picture, { type: blob.type });
}

async function getJson(path: string, notices: Notices): Promise<unknown> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(notices.status(response.status, path));
  return response.json();
}
