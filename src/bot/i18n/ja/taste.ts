import type { Texts } from '../texts.js';

/** Japanese. */
export const taste: Texts['taste'] = {
  bred: (name, votes, members, who) =>
    `**${name}**が画風になりました。${who}が、${members}人のメンバーの${votes}票から作成しました。\`/imagine\`で試してください。`,
  refined: (name, version, votes, members) =>
    `**${name}**はバージョン${version}になりました。元の画像は、この画風で描いた画像への${members}人のメンバーの${votes}票で重み付けされています。以前のバージョンのレシピは変わりません。`,
  cardBefore: (label) => `変更前：${label}`,
  cardAfter: (label) => `現在：${label}`,
  family: {
    title: '系図',
    gone: '削除済み',
    elsewhere: '他のサーバー',
    taste: 'メンバーの好み',
    alt: (label, parents) => `${label}の系図。${parents.join('。')}。`,
    from: (child, parents) => `${child}の元は${parents.join('、')}`,
    cut: 'それ以前の祖先は表示していません。',
  },
  on: (name) =>
    `このサーバーであなたの好みがオンになりました。画像への票と対決での選択（以前のものも含みます）から、あなただけの画風ができます：\`/imagine aesthetic:${name}\`。他の人はそれを見ることも指定することもできません。それで描いた画像は他の画像と同じく公開されます。4票必要です。\`/taste show\`で学習内容を表示し、\`/taste off\`で使用をやめ、\`/taste forget\`で消去します。`,
  off: 'このサーバーであなたの好みはオフです。学習したものは残りますが、使われません。`/taste forget`で消去できます。',
  forgotten: 'ここであなたの好みについて学習したものを消去しました。票は残ります。`/privacy erase`で票も消去できます。',
  nothingToForget: 'ここではあなたの好みについて何もわかっていません。',
  shared: (name, who) => `**${name}**が画風になりました。${who}の票に表れた好みです。\`/imagine\`で試してください。`,
  title: 'このサーバーでのあなたの好み',
  votes: (count) => `あなたの${count}票から学習しました。`,
  provisional: '暫定：票が少ないため、まだ大きく変わることがあります。',
  certainty: (percent) =>
    `確かさ：学習に使っていない票で試すと、あなたが選んだものに${percent}%を与えました。無作為に選ぶと50%です。`,
  mixture: (parts, own) =>
    parts.length === 0
      ? 'このサーバーのどの画風にも近くありません。'
      : `このサーバーの画風では：${parts.join('、')}。そこからあなたの票だけが示す方向へ${own}%進んでいます。`,
  part: (name, percent) => `${name} ${percent}%`,
  words: (words) => `最も近い言葉（英語）：${words.join('、')}`,
  best: '投票した画像のうち、最も合うもの：',
  worst: '最も合わないもの：',
  likesMore: 'サーバーよりあなたが好きなもの：',
  likesLess: 'サーバーほど好きではないもの：',
  more: '画像を表示するには、もっと票が必要です。',
  alt: (prompt) => `「${prompt}」の画像`,
  suggested: (name) => `${name}（あなた専用）`,
};
