import { cut } from '../../text/clean.js';
import { erasedBlock } from '../blocks.js';
import { BotError } from '../errors.js';
import type { Dispatcher } from '../queue/dispatcher.js';
import {
  addWordRule,
  blockMember,
  changeRoleRule,
  changeRules,
  deleteReport,
  generationOfId,
  generationOfMessage,
  insertReport,
  insertWarning,
  listAudit,
  markUndone,
  mostAudit,
  removePictures,
  removeWordRule,
  reportedPictures,
  restorePictures,
  shownIn,
  takeWarnings,
  unblockMember,
  voteRates,
  withdrawWarning,
  writeAudit,
} from '../repositories/index.js';
import type { Db, Store } from '../repositories/index.js';
import { reportActions } from '../types.js';
import type { AuditEntry, ReportAction, ReportCase, ReportedPictures } from '../types.js';
import type { Moderation } from './types.js';

const mostRates = 10;

export function createModeration({ client }: Store, dispatcher: Dispatcher, now: () => number): Moderation {
  const pictures = async (guildId: string, generationId: string): Promise<ReportedPictures> => {
    const found = await reportedPictures(client, guildId, generationId);
    if (!found) throw new BotError('gone');
    return found;
  };
  const caseOf = async (guildId: string, generationId: string): Promise<ReportCase> => ({
    ...(await pictures(guildId, generationId)),
    actions: (await listAudit(client, guildId, mostAudit, generationId)).reverse(),
  });
  return {
    report: async (guildId, at, reporterId) => {
      const id =
        'messageId' in at
          ? await generationOfMessage(client, guildId, at.messageId)
          : await generationOfId(client, guildId, at.id);
      const found = id === undefined ? undefined : await reportedPictures(client, guildId, id);
      if (!found || found.isRemoved) throw new BotError('notAPicture');
      if (found.askerId === reporterId) throw new BotError('ownPicture');
      await insertReport(client, guildId, found.generationId, reporterId, now());
      return caseOf(guildId, found.generationId);
    },
    forgetReport: (generationId, reporterId) => deleteReport(client, generationId, reporterId),
    caseOf,
    act: async (guildId, actorId, generationId, action) => {
      const reported = await pictures(guildId, generationId);
      const { askerId: memberId } = reported;
      const messages = action === 'remove' ? await shownIn(client, generationId) : [];
      await client.$transaction(async (db) => {
        if (await act(db, guildId, reported, action, now()))
          await writeAudit(db, { guildId, action, actorId, memberId, generationId }, now());
      });
      return { ...(await caseOf(guildId, generationId)), messages };
    },
    undo: async (guildId, actorId, generationId) => {
      const { actions } = await caseOf(guildId, generationId);
      const last = actions.findLast((entry) => !entry.isUndone && isReportAction(entry.action));
      if (!last) throw new BotError('nothingDone');
      await client.$transaction(async (db) => {
        if (!(await markUndone(db, last.id, now()))) return;
        await undo(db, guildId, generationId, last, now());
        const { memberId, action } = last;
        const whose = memberId === undefined ? {} : { memberId };
        await writeAudit(db, { guildId, action: 'undo', actorId, generationId, detail: action, ...whose }, now());
      });
      if (last.action === 'remove') await dispatcher.dispatch();
      return caseOf(guildId, generationId);
    },
    takeWarnings: (guildId, memberId) => takeWarnings(client, guildId, memberId, now()),

    changeRules: async (guildId, actorId, change) => {
      await changeRules(client, guildId, change);
      await writeAudit(client, { guildId, actorId, action: 'rules', detail: Object.keys(change).join(', ') }, now());
    },
    changeRole: async (guildId, actorId, roleId, rule) => {
      await changeRoleRule(client, guildId, roleId, rule);
      await writeAudit(client, { guildId, actorId, action: 'role', detail: roleId }, now());
    },
    addWord: async (guildId, actorId, word) => {
      await addWordRule(client, guildId, word);
      await writeAudit(client, { guildId, actorId, action: 'addWord', detail: word }, now());
    },
    removeWord: async (guildId, actorId, word) => {
      if (!(await removeWordRule(client, guildId, word))) throw new BotError('noSuchRule', { rule: cut(word, 100) });
      await writeAudit(client, { guildId, actorId, action: 'removeWord', detail: word }, now());
    },
    block: async (guildId, actorId, memberId) => {
      if (await blockMember(client, guildId, memberId, now()))
        await writeAudit(client, { guildId, actorId, action: 'block', memberId }, now());
    },
    unblock: async (guildId, actorId, memberId) => {
      if (await unblockMember(client, guildId, [memberId, erasedBlock(guildId, memberId)]))
        await writeAudit(client, { guildId, actorId, action: 'unblock', memberId }, now());
    },
    audit: (guildId) => listAudit(client, guildId, mostAudit),
    voteRates: (guildId) => voteRates(client, guildId, now(), mostRates),
  };
}

function isReportAction(action: string): action is ReportAction {
  return reportActions.some((known) => known === action);
}

/** False where it was so already. */
async function act(
  db: Db,
  guildId: string,
  { generationId, askerId, prompt }: ReportedPictures,
  action: ReportAction,
  now: number,
): Promise<boolean> {
  if (action === 'remove') return removePictures(db, guildId, generationId, now);
  if (action === 'block') return blockMember(db, guildId, askerId, now);
  await insertWarning(db, { guildId, memberId: askerId, prompt }, now);
  return true;
}

async function undo(
  db: Db,
  guildId: string,
  generationId: string,
  { action, memberId }: AuditEntry,
  now: number,
): Promise<void> {
  if (action === 'remove') await restorePictures(db, guildId, generationId, now);
  if (memberId === undefined) return;
  if (action === 'block') await unblockMember(db, guildId, [memberId, erasedBlock(guildId, memberId)]);
  if (action === 'warn') await withdrawWarning(db, guildId, memberId);
}
