import type { CommandTable } from '../bot/discord/router.js';
import type { Services } from '../bot/services/index.js';
import { turnBrowse } from './aesthetic/browse.js';
import { pressCard } from './aesthetic/card.js';
import { answerForm } from './aesthetic/create.js';
import { pressUndo } from './aesthetic/delete.js';
import { turnPage } from './aesthetic/list.js';
import { pressRemove, selectImage } from './aesthetic/remove.js';
import { answerRename, pressRename } from './aesthetic/rename.js';
import { pressUnshare } from './aesthetic/share.js';
import { aesthetic } from './aesthetic.js';
import {
  pressAgain,
  pressLarger,
  pressPlain,
  pressStrip,
  pressStronger,
  pressVaryStrong,
  pressVarySubtle,
  pressWeaker,
  selectPick,
  selectVaryPicture,
} from './buttons/paintAgain.js';
import { pressCancel, pressDelete, pressOther, pressRecipe, pressVary } from './buttons/picture.js';
import {
  pressDislike,
  pressDislikePicture,
  pressDislikeShown,
  pressLike,
  pressLikePicture,
  pressLikeShown,
  pressVotePictures,
} from './buttons/votes.js';
import { cancel } from './cancel.js';
import { contest, pressContest } from './contest.js';
import { pressRematch } from './duel/start.js';
import { choosesOfPair, pressSkipPair, pressStop, tellsWhy } from './duel/stream.js';
import { pressBest, pressClose, votesInDuel } from './duel/vote.js';
import { duel } from './duel.js';
import { gallery, turnGallery } from './gallery.js';
import { help } from './help.js';
import { imagine } from './imagine.js';
import { leaderboard } from './leaderboard.js';
import { makeFromMessage } from './makeFromMessage.js';
import { pressErase, privacy } from './privacy.js';
import { queue } from './queue.js';
import {
  pressReport,
  pressReportBlock,
  pressReportRemove,
  pressReportUndo,
  pressReportWarn,
  reportMessage,
} from './report.js';
import { selectChannels, settings } from './settings.js';
import { status } from './status.js';
import { taste } from './taste.js';
import { pressDislikeNext, pressLikeNext, pressSkip, vote } from './vote.js';

/** Everything that members can do, for the router. The only door of this folder but for the ports' types. */
export function createCommands(ports: Services): CommandTable {
  const bound =
    <I>(handler: (ports: Services, interaction: I, id: string) => Promise<void>) =>
    (interaction: I, id: string): Promise<void> =>
      handler(ports, interaction, id);
  return {
    slash: [
      imagine(ports),
      aesthetic(ports),
      taste(ports),
      gallery(ports),
      contest(ports),
      vote(ports),
      leaderboard(ports),
      settings(ports),
      status(ports),
      queue(ports),
      cancel(ports),
      duel(ports),
      help,
      privacy(ports),
    ],
    message: [makeFromMessage(ports), reportMessage(ports)],
    buttons: {
      again: bound(pressAgain),
      stronger: bound(pressStronger),
      weaker: bound(pressWeaker),
      plain: bound(pressPlain),
      strip: bound(pressStrip),
      larger: bound(pressLarger),
      varySubtle: bound(pressVarySubtle),
      varyStrong: bound(pressVaryStrong),
      vary: bound(pressVary),
      other: bound(pressOther),
      recipe: bound(pressRecipe),
      delete: bound(pressDelete),
      cancel: bound(pressCancel),
      rename: bound(pressRename),
      remove: bound(pressRemove),
      undo: bound(pressUndo),
      unshare: bound(pressUnshare),
      card: bound(pressCard),
      browse: bound(turnBrowse),
      page: bound(turnPage),
      erase: bound(pressErase),
      report: bound(pressReport),
      reportRemove: bound(pressReportRemove),
      reportWarn: bound(pressReportWarn),
      reportBlock: bound(pressReportBlock),
      reportUndo: bound(pressReportUndo),
      contest: bound(pressContest),
      gallery: bound(turnGallery),
      like: bound(pressLike),
      dislike: bound(pressDislike),
      likeNext: bound(pressLikeNext),
      dislikeNext: bound(pressDislikeNext),
      skip: bound(pressSkip),
      likePicture: bound(pressLikePicture),
      dislikePicture: bound(pressDislikePicture),
      votePictures: bound(pressVotePictures),
      likeShown: bound(pressLikeShown),
      dislikeShown: bound(pressDislikeShown),
      duelA: bound(votesInDuel(0)),
      duelB: bound(votesInDuel(1)),
      duelEqual: bound(votesInDuel(null)),
      duelClose: bound(pressClose),
      rematch: bound(pressRematch),
      streamA: bound(choosesOfPair(0)),
      streamB: bound(choosesOfPair(1)),
      streamEqual: bound(choosesOfPair(null)),
      streamSkip: bound(pressSkipPair),
      streamStop: bound(pressStop),
      best: bound(pressBest),
      whyColour: bound(tellsWhy('colour')),
      whyTexture: bound(tellsWhy('texture')),
      whySubject: bound(tellsWhy('subject')),
    },
    selects: {
      pick: bound(selectPick),
      varyPicture: bound(selectVaryPicture),
      image: bound(selectImage),
      channels: bound(selectChannels),
    },
    modals: { create: bound(answerForm), newName: bound(answerRename) },
  };
}
