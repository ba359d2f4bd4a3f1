import type { Permission } from '../../errors.js';

/** Discord's permissions as its client calls them in a channel's settings. */
export const permissions: Readonly<Record<Permission, string>> = {
  ViewChannel: 'チャンネルを見る',
  SendMessages: 'メッセージを送信',
  SendMessagesInThreads: 'スレッドでメッセージを送信',
  AttachFiles: 'ファイルを添付',
  ReadMessageHistory: 'メッセージ履歴を読む',
  CreatePublicThreads: '公開スレッドの作成',
  Connect: '接続',
};
