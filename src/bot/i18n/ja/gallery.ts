import type { Texts } from '../texts.js';

export const gallery: Texts['gallery'] = {
  commands: {
    description: 'このサーバーの画像を見る',
    aesthetic: 'この画風で描かれた画像のみ（none はなし）',
    member: 'このメンバーが頼んだ画像のみ',
    sort: 'どの画像から表示するか（既定：評価の高い順）',
    sorts: { best: '評価の高い順', newest: '新しい順' },
    map: 'このサーバーの画風がどれだけ似ているかを地図で見る',
  },
  best: '評価の高い画像',
  newest: '新しい画像',
  empty: 'ここには、あなたが見られる画像がありません。',
  votes: (count) => `${count} 票`,
};
