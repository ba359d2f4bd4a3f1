import type { Texts } from '../texts.js';

export const gallery: Texts['gallery'] = {
  commands: {
    description: 'このサーバーの画像を見る',
    aesthetic: 'この画風で描かれた画像のみ（none はなし）',
    member: 'このメンバーが頼んだ画像のみ',
    sort: 'どの画像から表示するか（既定：評価の高い順）',
    sorts: { best: '評価の高い順', newest: '新しい順' },
    map: 'このサーバーの画風がどれだけ似ているかを地図で見る',
    contest: 'ひとつの画風で描くスレッドを開き、最後に画像を順位付けする',
    contestAesthetic: '描くのに使う画風',
    contestHours: '何時間行うか（既定：24）',
    contestTitle: 'コンテストの名前',
  },
  contestTitle: (aesthetic) => `コンテスト：${aesthetic}`,
  contestOpened: (title, aesthetic, thread, when) =>
    `**${title}**：画風 **${aesthetic}** のコンテストを ${thread} で開催中です。終了は ${when} です。`,
  contestHow: (aesthetic, when) =>
    `このスレッドで \`/imagine\` と画風 **${aesthetic}** を使って描いてください。すべての画像が参加作品になります。ほかの人の作品に 👍 と 👎 で投票できます。終了は ${when} です。`,
  contestRules:
    '「いいね」率の区間の下限（Wilson）で順位を付けます。自分の画像への票は数えません。同じ値は同じ順位です。',
  contestEnd: (title) => `${title} が終了しました`,
  contestNoVotes: 'ほかの人の作品への投票がなかったため、順位はありません。',
  contestCounts: (entries, without) => `作品数：${entries}（うち、ほかの人の票がないもの：${without}）`,
  contestAll: 'すべての作品を見る',
  contestNoEntries: '作品はありません。',
  /** In the picture itself: plain text. */
  mapTitle: '画風の近さ',
  mapSubtitle: '近いほど似ています',
  mapTooFew: '比べられる画風が3つ未満です。',
  mapHint: (percent) => `近いほど似ています。方向に意味はありません。この平面は違いの ${percent} % を表しています。`,
  mapLeft: (shown, left) => `投票と使用の多い${shown}件を表示しています。ほか${left}件は入りきりませんでした。`,
  mapAlt: (pairs) => `画風の地図。近いほど似ています。${pairs.join('、')}`,
  mapNear: (name, near) => `${name} に最も近いのは ${near}`,
  best: '評価の高い画像',
  newest: '新しい画像',
  empty: 'ここには、あなたが見られる画像がありません。',
  votes: (count) => `${count}票`,
};
