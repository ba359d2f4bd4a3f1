import { releaseReply, renewReply, replyLeaseMs, takeReply } from '../repositories/index.js';
import type { Store } from '../repositories/index.js';
import type { RequestEvents } from '../requestEvents.js';

type WithClient = Pick<Store, 'client'>;
/** Hands the right to edit a reply back. */
export type Release = () => Promise<void>;

/** Takes the right to edit a generation's reply. Undefined while another has it. A process that dies frees it after 30 s. */
export async function holdReply(store: WithClient, id: string, now: () => number): Promise<Release | undefined> {
  const until = await takeReply(store.client, id, now());
  return until === undefined ? undefined : keepReply(store, id, until, now);
}

/** The same right, of a request that was just accepted: handing it back never fails, since that must not be told. It ends by itself. */
export function keepAcceptedReply(
  store: WithClient,
  id: string,
  given: number,
  now: () => number,
  onLeft: RequestEvents['onLeft'],
): Release {
  const release = keepReply(store, id, given, now);
  return () =>
    release().catch((error: unknown) => {
      onLeft(error, id);
    });
}

/** Keeps the right that ends at `given`, however long Discord makes an edit wait: what is told later cannot arrive before. */
function keepReply({ client }: WithClient, id: string, given: number, now: () => number): Release {
  let until = given;
  let renewing: Promise<void> | undefined;
  const renew = async (): Promise<void> => {
    until = (await renewReply(client, id, until, now())) ?? until;
  };
  // What fails now succeeds in ten seconds, or the database is away, and then nobody else takes it either.
  const timer = setInterval(() => {
    renewing ??= renew()
      .catch(() => undefined)
      .finally(() => (renewing = undefined));
  }, replyLeaseMs / 3);
  return async () => {
    clearInterval(timer);
    await renewing;
    await releaseReply(client, id, until);
  };
}
