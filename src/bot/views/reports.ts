import { ButtonStyle } from 'discord.js';
import type { Texts } from '../i18n/index.js';
import type { AuditEntry, ReportCase } from '../types.js';
import { messageLink } from './gallery.js';
import { escape, member, short, small } from './markdown.js';
import { labelText } from './proof.js';
import { button, gallery, paragraph, row } from './view.js';
import type { View, ViewFile } from './view.js';

const promptLength = 300;
/** In one message. */
const mostThumbnails = 10;
const mostReporters = 20;

/**
 * What moderators see of reported pictures, in their channel: what it is, who reported it, what was done, and buttons. `shows`: whether the
 * pictures may be seen in that channel.
 */
export function reportView(texts: Texts, guildId: string, reported: ReportCase, shows: boolean): View {
  const { moderation: t, pictures } = texts;
  const { generationId: id, prompt, aesthetic, askerId, thumbnails, reporterIds, isRemoved, actions } = reported;
  const files =
    isRemoved || !shows
      ? []
      : thumbnails.slice(0, mostThumbnails).map((bytes, i): ViewFile => ({ name: `reported-${i + 1}.webp`, bytes }));
  const about = [
    `**${escape(short(prompt, promptLength))}**`,
    aesthetic ? labelText(texts, aesthetic) : pictures.noAesthetic,
    member(askerId),
    ...(isRemoved ? [] : [`[${t.toMessage}](${messageLink(guildId, reported)})`]),
  ].join(' · ');
  return {
    components: [
      paragraph(
        [`## ${t.reportTitle}`, about, t.reportedBy(reporterIds.slice(0, mostReporters).map(member))].join('\n'),
      ),
      ...(files.length > 0
        ? [gallery(files.map(({ name }) => ({ file: name, alt: pictures.alt(short(prompt, 900), aesthetic?.name) })))]
        : []),
      ...(isRemoved ? [paragraph(small(t.removedNow))] : shows ? [] : [paragraph(small(t.restricted))]),
      ...(actions.length > 0 ? [paragraph(actions.map((entry) => small(auditLine(texts, entry))).join('\n'))] : []),
      row(
        button('reportRemove', id, t.buttons.remove, ButtonStyle.Danger),
        button('reportWarn', id, t.buttons.warn),
        button('reportBlock', id, t.buttons.block, ButtonStyle.Danger),
        button('reportUndo', id, t.buttons.undo),
      ),
    ],
    files,
  };
}

/** `<t:…:R> @moderator removed a picture of @member`. */
export function auditLine(
  { moderation: t }: Texts,
  { action, at, isUndone, actorId, memberId, detail }: AuditEntry,
): string {
  const who = actorId === undefined ? t.erasedMember : member(actorId);
  const whom = memberId === undefined ? t.erasedMember : member(memberId);
  const what = escape(detail ?? '');
  const buttons: Readonly<Record<string, string>> = t.buttons;
  const said = {
    remove: () => t.audit.remove(who, whom),
    warn: () => t.audit.warn(who, whom),
    block: () => t.audit.block(who, whom),
    unblock: () => t.audit.unblock(who, whom),
    undo: () => t.audit.undo(who, detail === undefined ? '' : (buttons[detail] ?? what)),
    addWord: () => t.audit.addWord(who, what),
    removeWord: () => t.audit.removeWord(who, what),
    rules: () => t.audit.rules(who, what),
    role: () => t.audit.role(who, `<@&${detail ?? ''}>`),
  }[action]();
  return `<t:${Math.floor(at / 1000)}:R> ${said}${isUndone ? ` (${t.undone})` : ''}`;
}

/** What a member is told of their warnings. */
export function warningView({ moderation: t }: Texts, prompts: readonly string[]): View {
  const quoted = prompts
    .slice(0, 5)
    .map((prompt) => (prompt === '' ? '…' : `**${escape(short(prompt, promptLength))}**`));
  return { components: [paragraph(t.warned(quoted))], files: [] };
}
