import type { DuelErrorTexts } from '../errors.js';
import type { Texts } from '../texts.js';

export const duels: Texts['duels'] = {
  open: (when) =>
    `A（1枚目）とB（2枚目）のどちらが好きですか？プロンプトとシードは同じです。投票は${when}に締め切られ、名前と票数が表示されます。`,
  closed: 'この対決は終了しました。',
  alt: (side, prompt) => `対決の画像${side}：${prompt}`,
  altNamed: (side, prompt, name) => `対決の画像${side}：${prompt}（${name}）`,
  buttons: { equal: '同じくらい', close: '今すぐ締め切る', rematch: '再戦', skip: 'スキップ', stop: '終わる' },
  plain: '画風なし',
  deleted: (name) => `${name}（削除済み）`,
  erased: 'データが消去された画風',
  won: (side, name) => `**${side}** の勝ち：**${name}**`,
  draw: '引き分けです。',
  noVotes: '投票はありませんでした。',
  side: (side, name, count) => `${side}：${name} · ${count}票`,
  equal: (count) => `同じくらい：${count}票`,
  ownVotes: (count) => `このうち${count}票は、対決を始めた人か画風の作成者のもので、ランキングには数えません。`,
  chosen: (choice) => `あなたの選択：**${choice}**。別のボタンで変更、同じボタンをもう一度押すと取り消しになります。`,
  takenBack: '選択を取り消しました。',
  own: '画像をリクエストしたか画風を作成したのがあなたなので、ランキングには数えません。',
  why: '決め手は何でしたか？答えなくてもかまいません。',
  reasons: { colour: '色と光', texture: '質感と線', subject: '題材' },
  reasonKept: (reason) => `ありがとうございます。理由：**${reason}**`,
  subjectKept: '題材で決めた選択は、画風の選択としては数えません。',
  pair: 'A（1枚目）とB（2枚目）のどちらが好きですか？プロンプトは同じです。',
  pairAlt: (side, prompt) => `画像${side}：${prompt}`,
  noPairs:
    '今ここには、あなたが比べられる画像がありません。同じプロンプトを別々の画風、または画風なしで描いた2枚が必要です。対決か「画風なしと比較」ボタンで作れます。対決は `/duel start` で始められます。',
  stopped: (count) => `終了しました。このサーバーで比べた組：${count}`,
  closing: '投票は締め切られました。まもなく結果が表示されます。',
  best: 'いちばん良いのはどれですか？',
  picture: (number) => `画像${number}`,
};

export const duelCommands: Texts['commands']['duel'] = {
  description: '画風の名前を伏せて比べます：同じプロンプトの2枚に投票',
  start: 'プロンプトを2つの画風で描き、名前を伏せてメンバーに投票してもらいます',
  prompt: '描くもの',
  left: '画風の名前、または画風なしのplain（省略時：ボットが組を選びます）',
  right: 'もう1つの画風の名前、または画風なしのplain（省略時：ボットが選びます）',
  minutes: '投票できる分数：1～10080（1週間）（省略時：60）',
  stream: 'このサーバーの画像を2枚ずつ比べます（あなたにだけ表示されます）',
};

export const duelErrors: DuelErrorTexts = {
  duelSame: '対決には異なる2つが必要です。画風を2つ、または画風1つとplainを選んでください。',
  duelMinutes: ({ least, most }) => `対決の長さは${least}～${most}分の整数です。この範囲の数を指定してください。`,
  duelNoAesthetics:
    '対決には画風が必要ですが、ここで使える画風がありません。/aesthetic create で画像から作成できます。',
  duelGone: 'この対決はもうありません。画像が削除されたか、キャンセルされました。',
  duelNotOpen: 'この対決は開いていません。',
  notYourDuel: '早めに締め切ることができるのは、対決を始めた人と、ここでメッセージを管理できる人だけです。',
  pairGone: 'これらの画像の少なくとも1枚が削除されました。/duel stream でほかの組を表示できます。',
  choiceGone: 'この選択はもうありません。取り消されています。',
};
