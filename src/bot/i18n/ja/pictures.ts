import type { Texts } from '../texts.js';

/** On and around pictures. */
export const pictures: Texts['pictures'] = {
  waiting: (place, when) =>
    place === 0
      ? '現在は描画できません。このリクエストは待機し、描画できるようになり次第描きます'
      : `待機中：${place === 1 ? '次の順番です' : `${place}番目`}${when === undefined ? '' : `（${when}）`}`,
  readingPrompt: 'プロンプトを読み込んでいます…',
  painting: (done, total, when) =>
    `描画中：ステップ ${done} / ${total}${when === undefined ? '' : `（残り時間：${when}）`}`,
  finishing: '仕上げています…',
  preview: '描画中の画像の大まかなプレビュー',
  cancelled: 'キャンセルしました。',
  failed: 'この画像を描けませんでした。',
  erased: 'この画像のデータは消去されました。',
  noAesthetic: '画風なし',
  version: (name, version) => `${name} v${version}`,
  strength: (value) => `強さ ${value}`,
  raw: (name, steps, lr) => `${name}、${steps}ステップ、ε ${lr}`,
  cosine: (before, after) => `コサイン類似度 ${before} → ${after}`,
  varied: (seed, by) => `シード ${seed}、変化 ${by}`,
  seed: (first, last) => (first === last ? `シード ${first}` : `シード ${first}～${last}`),
  cut: (words) => `長すぎるため、次の部分は使われませんでした：${words}`,
  alt: (prompt, aesthetic) =>
    aesthetic === undefined ? `${prompt}（画風なしで描画）` : `${prompt}（画風「${aesthetic}」で描画）`,
  strip: {
    title: (prompt, aesthetic, seed) => `${prompt} · ${aesthetic} · シード ${seed}`,
    legend: '強さ、画風とのコサイン類似度',
    pictureCaption: (percent, cosine) => `${percent}%\n${cosine}`,
    caption: (percent, cosine) => `${percent}% · コサイン類似度 ${cosine}`,
    range: '強さ 0～100%',
    hint: '左から順に、「strong」を100%とした0、25、50、75、100%の強さで、シードは同じです',
    alt: (prompt, aesthetic, steps) =>
      `${prompt}（同じシードで、画風「${aesthetic}」に少しずつ近づけて5回描画）：${steps.join('；')}`,
  },
  plainAndPersonalised: (aesthetic) => `画風なしと ${aesthetic}（同じシード）`,
  notices: {
    alreadyClose: (cosine, full) =>
      `プロンプトはすでに画風に十分近いため（コサイン類似度 ${cosine} / ${full}）、調整は行いませんでした`,
    stepsUsedUp: (steps, cosine, goal) =>
      `テキストを ${steps} ステップ調整して終了しました。コサイン類似度は ${cosine}、目標は ${goal} でした`,
    strengthUnmeasured: (kind, cosine) =>
      `${kind} の画風の最大の強さは推定値です（コサイン類似度 ${cosine}）。このパックでは測定されていません`,
    unknownSubject: (pack, count, examples) =>
      `${pack} が描ける題材は${count}種類ですが、プロンプトにはどれも含まれていません。例：${examples}`,
    startCropped: (width: number, height: number) => `元にした画像を${width} × ${height}に切り抜きました`,
    secondTextPlain: 'このモデルの2つ目のテキストエンコーダー用のベクトルがないため、そちらは調整していません',
    diversityOfOne: 'diversity は1回のリクエストの画像を互いに違うものにします。画像が1枚なので、何も変わりません',
    flagged: (count: number) => `画像チェックにより、${count}枚の画像は表示も保存もされません`,
    paintedInFp32: 'fp16 で U-Net があふれたため、画像を fp32 で描き直しました',
    decodedInFp32: 'fp16 でデコーダーがあふれたため、画像を fp32 でデコードし直しました',
  },
  buttons: {
    again: 'もう一度',
    stronger: '強く',
    weaker: '弱く',
    plain: '画風なしと比較',
    strip: '強さの比較',
    larger: '拡大',
    vary: '変化…',
    varySubtle: '変化（小）',
    varyStrong: '変化（大）',
    other: '別の画風',
    recipe: 'レシピ',
    delete: '削除',
    cancel: 'キャンセル',
    retry: '再試行',
  },
  shapes: { square: '正方形', portrait: '縦長', landscape: '横長', wide: 'ワイド' },
  varyTitle: '次のどれかに近い画像を描きます：',
  varyPlaceholder: '画像',
  varyOption: { subtle: (number) => `画像${number}、小`, strong: (number) => `画像${number}、大` },
  pickTitle: '同じシードで描き直す画風を選んでください：',
  pickPlaceholder: '画風',
  shownAt: (width, height, upscale) =>
    `${width} × ${height}（表示は ${width * upscale} × ${height * upscale}、Lanczos）`,
  recipeTitle: '指定内容のすべてです。同じものをもう一度描くコマンド：',
  recipe: {
    pack: 'パック',
    size: 'サイズ',
    start: '元の画像',
    aesthetic: '画風',
    loras: 'LoRA',
    optimizer: '最適化',
    cosine: 'コサイン類似度',
    device: 'デバイス',
    none: 'なし',
    equalGain: '等ゲイン勾配上昇法',
    raw: (name, lr) => `${name}、ε ${lr}`,
    taken: (optimizer, steps, mix) => `${optimizer}、実行${steps}ステップ、混合率 ${mix}`,
  },
  durations: {
    moment: '数秒',
    seconds: (count) => `約${count}秒`,
    minutes: (count) => `約${count}分`,
    hours: (count) => `約${count}時間`,
  },
};
