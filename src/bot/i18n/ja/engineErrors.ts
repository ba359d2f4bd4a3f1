import type { EngineErrorTexts } from '../errors.js';

/** As in English. */
export const engineErrors: EngineErrorTexts = {
  emptyPrompt: 'プロンプトが空です。何を描くか入力してください。',
  promptTooLong: ({ length, most }) => `プロンプトは${length}文字です。使えるのは${most}文字までです。`,
  negativeTooLong: ({ length, most }) => `ネガティブプロンプトは${length}文字です。使えるのは${most}文字までです。`,
  optionRange: ({ option, value, min, max }) => `${option} に ${value} は使えません。範囲は${min}～${max}です。`,
  optionWhole: ({ option, value, min, max }) =>
    `${option} に ${value} は使えません。${min}～${max}の整数を指定してください。`,
  sizeImpossible: ({ side, pixels, nearest, multiple, min, max }) =>
    `このモデルでは、${side === 'width' ? '幅' : '高さ'}${pixels}ピクセルの画像は描けません。${nearest.join('または')}を指定してください（${min}～${max}の${multiple}の倍数）。`,
  samplerSteps: ({ sampler, steps, most }) =>
    `このモデルの ${sampler} で使えるのは1～${most}ステップです。${steps}は指定できません。`,
  textStepsTooMany: ({ steps, tokens, most }) =>
    `${tokens}トークンのプロンプトに対して、テキストのステップ数${steps}は多すぎます。上限は${most}です。text_steps を減らすか、プロンプトを短くしてください。`,
  loraUnusable: ({ name }) =>
    `LoRA「${name}」はこのパックでは使えません。サーバーの管理者が /settings loras で別のものを選べます。`,
  textStepsRanAway:
    'テキストのステップで値が無限大に発散しました。lr を小さくするか、text_steps の代わりに strength を使ってください。',
  guideMemory: ({ width, height, needed, most }) =>
    `${width} × ${height} ピクセルでは guide に約${needed} GBのメモリが必要ですが、使えるのは${most} GBです。画像を小さくするか、guide を外してください。`,
  keepTooHigh: ({ keep, steps, most }) =>
    `keep が ${keep} では、${steps}ステップのうち描くステップが残りません。keep を ${most} 以下にするか、ステップ数を増やしてください。`,

  imageEmpty: () => '画像のファイルが空です。もう一度添付してください。',
  imageTooLarge: ({ mib, most }) => `画像は ${mib} MiB です。使えるのは ${most} MiB までです。`,
  imagePixels: ({ width, height, millions }) =>
    `画像は${width}×${height}ピクセルです。上限は${millions}メガピクセルなので、縮小してください。`,
  imageFormat: ({ format, accepted }) =>
    `画像の形式は ${format} です。使える形式は ${accepted.join('、')} なので、いずれかで保存し直してください。`,
  notAnImage: ({ accepted }) => `このファイルは画像ではありません。使える形式は ${accepted.join('、')} です。`,
  imageAnimated: () => '静止画を含まないアニメーション AVIF は使えません。別の形式で保存してください。',
  imageDamaged: () => '画像が壊れているか、途中で切れています。もう一度添付するか、保存し直してから添付してください。',

  aestheticEmpty: ({ name }) => `「${name}」は空です。ファイルをもう一度添付してください。`,
  aestheticTooLarge: ({ name, bytes, most }) =>
    `「${name}」は${bytes}バイトです。画風のファイルは${most}バイトまでです。`,
  notAnAesthetic: ({ name }) =>
    `「${name}」は画風のファイルではありません。使えるのは、/aesthetic export で書き出した .safetensors と、CLIP のベクトル1つを含む .pt です。`,
  textualInversion: ({ name }) =>
    `「${name}」は画風ではなく Textual Inversion です。これは単語の意味を変えるもので、CLIP のベクトルである画風としては使えません。`,
  oldTorchFile: ({ name }) =>
    `「${name}」は torch 1.6 より前の形式です。新しい torch で読み込んで保存し直してください。`,
  aestheticShape: ({ name, tensor, shape, expected }) =>
    `「${name}」は画風として使えません。${tensor} の形は ${shape} ですが、${expected} でなければなりません。`,
  aestheticKind: ({ name, kind, kinds }) =>
    `「${name}」に書かれた種類は「${kind}」です。使えるのは ${kinds.join('、')} です。`,
  aestheticNotFinite: ({ name }) => `「${name}」に有限でない数値が含まれています。ファイルが壊れています。`,
  aestheticZero: ({ name }) => `「${name}」の数値はすべて0で、向きがありません。`,
  aestheticLength: ({ name, length, wanted }) =>
    `「${name}」の数値は${length}個ですが、このサーバーのパックが使うのは${wanted}個です。別の CLIP で作られているので、元の画像から作り直してください。`,

  otherVectorLength: ({ length, expected }) =>
    `同じ CLIP で作られていないものが含まれているため、組み合わせられません（数値が${length}個と${expected}個）。元の画像からここで作り直してください。`,
  vectorAlone: ({ name }) =>
    `「${name}」は画像のないベクトルだけの画風なので、画像の追加、削除、重み付けはできません。`,
  diversityAlone: 'diversity は画風の画像の中から選びます。画風を指定するか、diversity を外してください。',
  diversityImages: ({ name, count }) =>
    `${count === 1 ? `「${name}」の画像は1枚だけです。` : `「${name}」には画像がありません。`}diversity には2枚以上の画像が必要です。複数の画像から作った画風を指定するか、diversity を外してください。`,
  lastImage: ({ name }) =>
    `「${name}」の画像は1枚だけで、外すと何も残りません。画風の削除には /aesthetic delete を使ってください。`,
  noReference:
    'このパックには、他の画像との違いを表す contrast に必要な基準がありません。種類に mean を指定してください。',
  blendCancels: '混ぜ合わせると打ち消し合って何も残りません。重みを変えてください。',
};
