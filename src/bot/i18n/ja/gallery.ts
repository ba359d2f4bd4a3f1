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
  /** In the picture itself: plain text. */
  mapTitle: '画風の近さ',
  mapSubtitle: '近いほど似ています',
  mapTooFew: '比べられる画風が 3 つ未満です。',
  mapHint: (percent) => `近いほど似ています。方向に意味はありません。この平面は違いの ${percent} % を表しています。`,
  mapLeft: (shown, left) => `投票と使用の多い ${shown} 件を表示しています。ほか ${left} 件は入りきりませんでした。`,
  mapAlt: (pairs) => `画風の地図。近いほど似ています。${pairs.join('、')}`,
  mapNear: (name, near) => `${name} に最も近いのは ${near}`,
  best: '評価の高い画像',
  newest: '新しい画像',
  empty: 'ここには、あなたが見られる画像がありません。',
  votes: (count) => `${count} 票`,
};
