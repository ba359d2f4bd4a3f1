import type { ClientLocale } from '../../rules/locales.js';
import type { ClientAction, ActionResult, ExampleSet, AvailableCommands } from '../../site/protocol.js';

/** Sends an action. @throws Error with a message for the member */
export async function sendAction(action: ClientAction, files: readonly File[] = []): Promise<ActionResult> {
  return (await send(action, files)) as ActionResult;
}

async function send(action: ClientAction, files: readonly File[]): Promise<unknown> {
  const form = new FormData();
  form.append('payload_json', JSON.stringify(action));
  files.forEach((file, i) => {
    form.append(`files[${i}]`, file, file.name);
  });
  let response: Response;
  try {
    response = await fetch('/page/actions', { method: 'POST', body: form });
  } catch {
    throw new Error('The playground does not answer. Is it still running?');
  }
  const answer = (await response.json()) as { error?: string };
  if (answer.error !== undefined) throw new Error(answer.error);
  return answer;
}

export async function fetchCommands(as: string, channel: string, locale: ClientLocale): Promise<AvailableCommands> {
  return (await getJson(`/page/commands?as=${as}&channel=${channel}&locale=${locale}`)) as AvailableCommands;
}

export async function fetchExamples(): Promise<readonly ExampleSet[]> {
  return (await getJson('/page/examples')) as readonly ExampleSet[];
}

export function exampleUrl(set: string, picture: string): string {
  return `/page/examples/${encodeURIComponent(set)}/${encodeURIComponent(picture)}`;
}

/** An example picture as a file, as if the member had picked it. */
export async function exampleFile(set: string, picture: string): Promise<File> {
  const response = await fetch(exampleUrl(set, picture));
  if (!response.ok) throw new Error(`The example ${picture} is not there any more.`);
  const blob = await response.blob();
  return new File([blob], picture, { type: blob.type });
}

async function getJson(path: string): Promise<unknown> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`The playground answers ${response.status} to ${path}.`);
  return response.json();
}
