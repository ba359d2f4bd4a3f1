import { readConfig } from '../../../src/bot/config.js';
import type { Messenger } from '../../../src/bot/delivery/event.js';
import { createAttachmentFetcher } from '../../../src/bot/discord/attachments.js';
import { startProcess } from '../../../src/bot/lifecycle.js';
import { openLog } from '../../../src/bot/log.js';
import { runningRequests, undelivered, waitingRequests } from '../../../src/bot/repositories/index.js';
import { connectionTo } from './fakeDiscord.js';
import type { FromChild, MessengerCall, Role, ToChild } from './processes.js';

/** The bot's processes as main.ts and worker.ts start them, with the test's Discord in place of the real one. */
const role = process.argv[2] as Role;
const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
let calls = 0;

process.on('message', ({ n, value, error }: ToChild) => {
  const call = waiting.get(n);
  waiting.delete(n);
  if (error === undefined) call?.resolve(value as never);
  else call?.reject(new Error(error));
});

function ask<T>(call: MessengerCall): Promise<T> {
  return new Promise((resolve, reject) => {
    waiting.set(++calls, { resolve, reject });
    tell({ type: 'call', n: calls, ...call });
  });
}

function tell(message: FromChild): void {
  process.send?.(message);
}

const messenger: Messenger = {
  editByToken: (...args) => ask({ call: 'editByToken', args }),
  followUp: (...args) => ask({ call: 'followUp', args }),
  editByBot: (...args) => ask({ call: 'editByBot', args }),
  postNew: (...args) => ask({ call: 'postNew', args }),
  deleteOwn: (...args) => ask({ call: 'deleteOwn', args }),
  findOwn: (...args) => ask({ call: 'findOwn', args }),
};

const config = readConfig(process.env);
const running = await startProcess(config, openLog(config), {
  paints: role !== 'bot',
  ...(role !== 'worker' && {
    connectDiscord: () =>
      Promise.resolve(connectionTo(messenger, createAttachmentFetcher({ loopbackHosts: config.attachmentHosts }))),
  }),
});
process.once('SIGTERM', () => void running.close().then(() => process.exit(0)));
process.on('disconnect', () => process.exit(0));
const { client } = running.parts.store;
setInterval(() => {
  void Promise.all([waitingRequests(client), runningRequests(client), undelivered(client, Date.now() + 1)]).then(
    (open) => {
      tell({ type: 'open', count: open.flat().length });
    },
    () => undefined,
  );
}, 300);
tell({ type: 'ready' });
