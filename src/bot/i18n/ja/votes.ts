import type { Texts } from '../texts.js';

/** Votes and rankings. */
export const votes: Texts['votes'] = {
  count: (count) => `${count}票`,
  vote: '投票する',
  liked: (what) => `${what}に👍を投票しました。`,
  disliked: (what) => `${what}に👎を投票しました。`,
  withdrawn: (what) => `${what}への投票を取り消しました。`,
  thisPicture: 'この画像',
  tally: (likes, votes) => `${votes}票のうち${likes}票が👍です。`,
  ownAesthetic: 'あなた自身の画風なので、あなたの票はランキングに数えられません。',
  ownPicture: 'あなた自身の画像なので、あなたの票はランキングに数えられません。',
  hint: '同じボタンをもう一度押すと投票を取り消し、もう一方を押すと変更します。',
  pictures: 'このメッセージはあなただけに見えます。ほかの人には票数が見えます。',
  picture: (index) => `画像${index}`,
  yours: (thumb) => `あなたの票：${thumb}`,
  skip: 'スキップ',
  left: (count) => `まだ投票していないカード：${count}枚`,
  noCards: 'まだ投票していないカードはありません。`/aesthetic browse` ですべてのカードを見られます。',
  lastCard: (count) => `これで最後のカードです。${count}枚をスキップしました。\`/vote\` でもう一度見られます。`,
  rankings: {
    titles: {
      cards: '画風への投票による順位',
      abovePlain: '画風の画像への投票による順位（画風なしの画像との比較）',
      ownRate: '画風の画像への投票による順位',
      pictures: '画像への投票による順位',
      members: 'メンバーの画像への投票による順位',
    },
    axes: { share: '👍の割合と95 %区間', difference: '画風なしの画像との差と95 %区間' },
    share: (percent) => `${percent} %`,
    difference: (points) => `${points}ポイント`,
    interval: (low, high) => `${low}～${high}`,
    explained: {
      cards: '95 %区間（Wilson）の下端の順です。',
      abovePlain: '画風を使った画像が、画風なしの画像よりどれだけ多く好まれたか（パーセントポイント）。95 %区間。',
      ownRate: '画風を使った画像が好まれた割合です。画風なしの画像への票が少なく、比較できません。',
      pictures: '95 %区間（Wilson）の下端の順です。',
      members: '各メンバーがリクエストした画像への票です。95 %区間（Wilson）の下端の順です。',
    },
    ownWork: '自分の作品への票は数えられません。',
    open: '開く',
    empty: (period) =>
      `順位を付ける票がありません（${period}）。\`/vote\` を使うか、画像の下の👍か👎を押してください。`,
    alt: (title, period, lines) => `グラフ：${title}、${period}。${lines.join('；')}`,
  },
};
