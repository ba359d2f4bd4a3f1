import type { Texts } from '../texts.js';
import { duelErrors } from './duels.js';
import { engineErrors } from './engineErrors.js';
import { permissions } from './permissions.js';

/**
 * Why something cannot be done, and what to do instead. Plain text without markdown: views escape it whole, so that names and prompts can
 * be quoted as they are. All are whole sentences: one that is said within another text follows it.
 */
export const errors: Texts['errors'] = {
  erasedVector: 'ベクトルが消去されています。',
  capRange: ({ highest, given }) => `上限は1～${highest}の整数で指定してください。${given}は使えません。`,
  noPack: ({ pack }) => `「${pack}」というパックはありません。`,
  memberCap: ({ count }) =>
    `すでに${count}件のリクエストが待機中で、1人あたりの上限に達しています。終わるのを待つか、/cancel でキャンセルしてください。`,
  guildCap: ({ count }) =>
    `このサーバーでは${count}件のリクエストが待機中で、上限に達しています。いくつか終わってからもう一度お試しください。`,
  aestheticCap: ({ most }) =>
    `このサーバーの画風は、作成中のものを含めて${most}個までです。/aesthetic delete で削除するか、管理者に /settings で上限を上げてもらってください。`,
  requestTooCostly: ({ seconds, most, count, width, height, steps }) =>
    `これには約${seconds}秒かかりますが、1件のリクエストは${most}秒までです。${width}×${height}の画像${count}枚、ステップ数${steps}なら収まります。`,
  deviceTooSlow: ({ seconds, most }) =>
    `ここでは描画に時間がかかります。これには約${seconds}秒かかりますが、1件のリクエストは${most}秒までです。ボットの運営者に問い合わせてください。`,
  memberCost: ({ seconds, waiting, most }) =>
    `これには約${seconds}秒かかり、あなたの待機中のリクエストはすでに約${waiting}秒分あります。合計${most}秒までです。終わるのを待つか、/cancel でキャンセルするか、内容を減らしてください。`,
  guildCost: ({ seconds, waiting, most }) =>
    `これには約${seconds}秒かかり、このサーバーの待機中のリクエストはすでに約${waiting}秒分あります。合計${most}秒までです。しばらくしてからもう一度試すか、内容を減らしてください。`,
  alreadyHere: ({ name }) => `「${name}」はすでにこのサーバーの画風です。`,
  notOwn: 'その画風はもうないか、パックに付属するものです。',
  partGone: '混ぜようとした画風のひとつは、もうありません。',
  unblendable: ({ name, why }) => `「${name}」は混ぜられません。${why}`,
  takenByPack: ({ name, pack }) => `「${name}」はパック「${pack}」に付属しています。別の名前にしてください。`,
  taken: ({ name }) => `「${name}」という画風はすでにあります。別の名前にしてください。`,
  unusable: ({ label, why }) => `「${label}」は使えません。${why}`,
  erased: ({ label }) => `「${label}」は消去されました。作り直してください。`,
  otherLength: ({ length, pack, wanted }) =>
    `この画風の数値は${length}個ですが、「${pack}」が使うのは${wanted}個です。別の CLIP で作られています。`,
  otherClip: ({ pack }) =>
    `この画風は「${pack}」とは別の CLIP で作られています。元の画像からここで作り直すと使えるようになります。`,
  tooMany: ({ name, count, most }) => `追加すると「${name}」の画像は${count}枚になります。上限は${most}枚です。`,
  imageGone: ({ name }) => `その画像はもう「${name}」に含まれていません。`,
  notDeleted: 'その画風は削除されていないか、このサーバーのものではありません。',
  deletedLongAgo: ({ name }) => `「${name}」は削除されてから24時間以上たっているため、元に戻せません。`,
  unchangeable: 'その画風はもうないか、パックに付属するもので変更できません。',
  imagesKnown: ({ count }) => `これらの画像のうち${count}枚は、すでに含まれています。`,
  erasedImage: '画像の1枚が消去され、ベクトルも失われました。作り直してください。',
  anotherClip: ({ pack }) =>
    `「${pack}」とは別の CLIP で作られています。元の画像から作り直すか、/settings でパックを変更するか、ボットの運営者に変換（aesthete reembed）を頼んでください。`,
  aestheticGone: ({ name }) => `画風「${name}」はもうありません。`,
  cardGone: 'このカードの画風はもうありません。',
  noCount: ({ count }) => `画像の枚数に${count}は指定できません。`,
  tooManyPictures: ({ most, count }) =>
    `1つのメッセージに表示できる画像は${most}枚までですが、これは${count}枚になります。`,
  stripWithout: '強さの比較には画風が必要です。画風を指定してください。',
  stripStrength: '強さの比較では強さが自動で決まります。strength、text_steps、lr は指定しないでください。',
  stripCount: ({ count }) => `強さの比較は1つのシードで1枚の画像になります。${count}枚にはできません。`,
  noPainter: '現在は描画できません。しばらくしてからもう一度お試しください。',
  notEmbedded: '画像を処理できませんでした。しばらくしてからもう一度試すか、ボットの運営者に問い合わせてください。',
  lost: '画像は描けましたが、表示する前に失われました。',
  tooLargeForDiscord: ({ code }) =>
    `画像は描けましたが、ファイルを小さくしても Discord には大きすぎます（エラー ${code}）。枚数を減らすか、小さい画像を指定してください。`,
  refusedByDiscord: ({ code }) =>
    `画像は描けましたが、Discord がメッセージを受け付けません（エラー ${code}）。別の言葉で試すか、ボットの運営者に知らせてください。`,
  thatGone: 'その画風はもうありません。',
  noImagesAdded: ({ why }) => `画像を追加できません。${why}`,
  wrongCode:
    'そのコードで共有されている画風はありません。入力ミスがあるか、無効になった可能性があります。コードをくれた人に確認してください。',
  unsaidClip: ({ length, pack }) =>
    `このファイルには、どの CLIP で作られたかが書かれていません。数値は「${pack}」が使うのと同じ${length}個です。`,
  wrongCodes: ({ count }) => `1時間以内に間違ったコードが${count}回入力されました。1時間後にもう一度お試しください。`,
  packNotServed: ({ pack }) =>
    `パック「${pack}」は現在利用できません。しばらくしてからもう一度試すか、/settings で別のパックを選ぶか、ボットの運営者に問い合わせてください。`,
  operator: ({ reference }) =>
    `このモデルは正しく設定されていません。ボットの運営者は、ログで ${reference} を検索できます。`,
  crash: ({ reference }) =>
    `この描画中にエンジンが2回停止しました。メモリ不足かもしれません。枚数を減らすか、サイズを小さくするとうまくいくことがあります（${reference}）。`,
  paintingBug: ({ reference }) =>
    `予期しないエラーが発生しました。ボットの運営者は、ログで ${reference} を検索できます。`,
  bug: ({ reference }) =>
    `予期しないエラーが発生しました。操作に問題はありません。ボットの運営者は、ログで ${reference} を検索できます。もう一度試すとうまくいくことがあります。`,
  serversAway:
    'ボットは現在データに接続できません。これまでに受け付けたリクエストは失われていません。1分後にもう一度お試しください。',
  guildOnly: 'これはサーバーでのみ使えます。',
  oldButton: 'このボタンは別のバージョンのボットのものです。コマンドをもう一度実行してください。',
  badOption: ({ option }) => `「${option}」に指定された値は使えません。`,
  unknownCommand:
    'このコマンドはもうありません。1分以内に新しいコマンドが Discord に表示されるので、もう一度お試しください。',
  gone: 'その画像のリクエストはもう残っていません。',
  pictureGone: 'この画像は削除されたか、このサーバーのものではないため、投票できません。',
  notPainted: 'この画像はまだ描かれていません。',
  noAestheticUsed: 'この画像は画風なしで描かれているため、強くも弱くもできません。「別の画風」で画風を付けられます。',
  rawSteps:
    'この画像は text_steps を直接指定して描かれているため、強さがありません。/imagine で text_steps か lr を変えてください。',
  strongest: 'これ以上強くできません。最大の強さは1.5です。',
  weakest: 'subtle より弱いのは画風なしの画像だけです。「画風なしと比較」で表示できます。',
  unknownAesthetic: ({ name, near }) =>
    `「${name}」という画風はありません。` +
    (near.length > 0
      ? `もしかして：${near.map((one) => `「${one}」`).join('')}`
      : '/aesthetic list ですべての画風を確認できます。'),
  aestheticNotHere: 'その画風はもうここにはありません。/aesthetic list ですべての画風を確認できます。',
  ofPack: ({ name }) =>
    `「${name}」はパックに付属するもので、変更できません。/aesthetic export と /aesthetic import でコピーを作成できます。`,
  sharedWithPack: ({ name }) =>
    `「${name}」はパックに付属しています。このパックを使うサーバーならどこにでもあるので、コードは不要です。`,
  notYours: ({ name }) => `これができるのは、「${name}」の作成者とサーバーの管理者だけです。`,
  mayNotCreate: 'このサーバーの設定では、画風を作成できません。サーバーの管理者が /settings で変更できます。',
  mayNotUse: 'このチャンネルではコマンドを使用できません。',
  managersOnly: 'これができるのはサーバーの管理者だけです。',
  moderatorsOnly: 'これができるのは「メッセージの管理」または「サーバー管理」の権限を持つメンバーだけです。',
  blocked: 'このサーバーのモデレーターにより、描画・作成・投票がブロックされています。',
  youngAccount: ({ days }) =>
    `このサーバーで描画・作成・投票をするには、Discord アカウントの作成から${days}日以上たっている必要があります。`,
  youngMember: ({ days }) =>
    `描画・作成・投票をするには、このサーバーに参加してから${days}日以上たっている必要があります。`,
  dailyQuota: ({ quota }) =>
    `過去24時間のリクエストが${quota}件になり、このサーバーの上限に達しました。後でもう一度試してください。`,
  wordRule: ({ rule }) => `このサーバーでは、プロンプト・名前・説明に「${rule}」を使えません。別の言葉にしてください。`,
  badWordRule: '禁止語には2文字以上の文字か数字が必要です。先頭や末尾の * は続く文字を表します。',
  tooManyWordRules: ({ most }) => `このサーバーの禁止語は上限の${most}件です。先にどれかを削除してください。`,
  noSuchRule: ({ rule }) => `「${rule}」という禁止語はありません。/settings words list で一覧を見られます。`,
  noReports:
    'このサーバーには通報用のチャンネルがありません。サーバー管理者が /settings safety で選べます。モデレーターに直接伝えてください。',
  reportsUnreachable:
    'ボットが通報用のチャンネルに投稿できません。モデレーターに伝えてください。足りない権限は /settings safety で分かります。',
  notAPicture: 'このメッセージにボットが描いた画像はないか、画像はすでに消えています。',
  ownPicture: 'これはあなた自身の画像です。下のボタンで削除できます。',
  nothingDone: '元に戻せるものはありません。',
  channelPermissions: ({ channel, missing }) =>
    `#${channel} でボットの権限が足りません：${missing.map((one) => permissions[one]).join('、')}。権限を与えてからもう一度試してください。`,
  showcaseIncomplete: 'ショーケースには channel と score の両方が必要です。off:True で無効にできます。',
  contestPlace:
    'コンテストは公開スレッドを開くため、通常のテキストチャンネルが必要です。そのようなチャンネルで使ってください。',
  contestGone: 'このコンテストはもうありません。',
  notYourPicture: 'この画像を削除できるのは、リクエストした人と、ここでメッセージを管理できる人だけです。',
  notYourRequest: 'キャンセルできるのは、リクエストした人と、ここでメッセージを管理できる人だけです。',
  notYourData: 'このボタンは、ほかのメンバーのデータを消去します。自分のデータには /privacy erase を使ってください。',
  channel: ({ allowed }) =>
    `このチャンネルでは描画しません。${allowed.length > 0 ? `${allowed.map((name) => `#${name}`).join('、')} ` : '別のチャンネル'}でお試しください。`,
  unchecked: ({ pack }) =>
    `パック「${pack}」は画像をチェックしないため、年齢制限チャンネルでのみ描画します。` +
    'サーバーの管理者は他のチャンネルでも許可できます：/settings change unchecked。',
  flagged: ({ count }) =>
    `画像チェックで${count}枚の画像が止められたため、何も表示されず、何も保存されません。別のプロンプトかシードを試してください`,
  toldPrivately: 'ここには何も表示できません。理由はリクエストした人にだけ伝えました',
  permissions: ({ missing }) =>
    `このチャンネルでボットに次の権限がありません：${missing.map((one) => permissions[one]).join('、')}。サーバーの管理者が権限を付与できます。`,
  keepAlone: 'keep は元の画像をどれだけ残すかの指定です。image に画像を添付してください。',
  startGone: '元にする画像の保存期間が過ぎました。/imagine の image にもう一度添付してください。',
  aestheticAndNot: '画風が指定されていません。strength、text_steps、lr を使うには画風が必要です。',
  stripAlone:
    '強さの比較（strip）では、1つのシードで強さが自動で変わります。strength、text_steps、lr、count は指定しないでください。',
  strengthAndRaw: '同時に strength と text_steps は指定できません。strength ではステップ数が自動で決まります。',
  strength: ({ given }) =>
    `強さ「${given}」は使えません。subtle、balanced、strong、または0～1.5の数値を指定してください。`,
  size: ({ given }) =>
    `サイズ「${given}」は使えません。square、portrait、landscape、wide のどれか、または 512x768 のように幅x高さのピクセル数で指定してください。`,
  name: ({ given }) =>
    `「${given}」は名前に使えません。名前は文字、数字、スペース、-、_ で1～32文字とし、先頭は文字か数字にしてください。`,
  nameIsTaste: '「my taste」はリクエストした人自身の好みを指定する値なので、画風の名前には使えません。',
  tooFewMembers: ({ have, least }) =>
    `投票したメンバーが足りません。有効な票は${have}人分で、${least}人分必要です。自分の画像への票は数えません。ほかのメンバーに画像の下の 👍 や 👎 を押してもらうか、対決で投票してもらってください。`,
  tooFewLiked: ({ have, least }) =>
    `票が足りません。ここで普段より好まれている画像は${have}枚で、${least}枚必要です。もっと多くの画像、または対決で投票してください。`,
  tooFewDisliked: ({ have, least }) =>
    `票が足りません。ここで普段より好まれていない画像は${have}枚で、${least}枚必要です。もっと多くの画像、または対決で投票してください。`,
  tooFewChoices: ({ have, least }) =>
    `票が足りません。画像の中から選ばれた回数は${have}回で、${least}回必要です。題材を理由に選ばれたものは数えません。`,
  tooFewVotes: ({ have, least }) =>
    `この画風の画像への票が足りません。リクエストした人以外のメンバーの票は${have}票で、${least}票必要です。`,
  tooFewForTaste: ({ have, least }) =>
    `あなたの好みはまだわかりません。ここで画像に投票した回数は${have}回で、${least}回必要です。画像の下の👍か👎を押すか、対決で投票してください。`,
  nothingToWeigh: ({ name, count }) =>
    count === 1
      ? `「${name}」の画像は1枚だけなので、票で重み付けできません。/aesthetic addで画像を追加してください。`
      : `「${name}」はベクトルだけで画像がないため、票で重み付けできません。/aesthetic breedなら票から新しい画風を作れます。`,
  tasteOff: 'ここではあなた自身の好みはオフです。/taste onにすると、あなたの票から、あなただけのために学習します。',
  tasteOfAnother:
    'この画像は他のメンバー自身の好みで描かれたもので、本人だけが使えます。本人は/taste shareで共有できます。',
  nameIsNone: '「none」は画風なしを指定する値なので、画風の名前には使えません。',
  nameInFile: ({ why }) =>
    `${why}これはファイルに書かれている名前です。「name」オプションで別の名前を指定してください。`,
  noteLength: ({ length }) => `説明は${length}文字です。使えるのは200文字までです。`,
  noImages: '画像がありません。1～10枚を添付してください。',
  imagesWithoutName:
    '画像には名前が必要です。名前も指定してください。画像を指定しなければ、フォームで両方を入力できます。',
  nothingToUndo: '元に戻すものはもうありません。すでに元に戻っているか、24時間以上たっています。',
  noImagesInMessage: 'そのメッセージには画像がありません。',
  tooManyImages: ({ count }) => `画像が${count}枚あります。一度に使えるのは1～10枚です。`,
  notYourMessage:
    '画風は、自分のメッセージかボットのメッセージから作成できます。それ以外の画像は、投稿した人に頼んでください。',
  draftGone: 'そのメッセージの画像はもう残っていません。メッセージからコマンドをもう一度実行してください。',
  noImageVectors: ({ name }) => `「${name}」は画像のないベクトルだけの画風なので、画像を外せません。`,
  fileTooLarge: ({ name, mib, limit }) => `「${name}」は ${mib} MiB です。使えるのは ${limit} MiB までです。`,
  foreignHost: ({ name }) => `「${name}」は Discord のサーバーにありません。ファイルそのものを添付してください。`,
  imageStoreFull: 'いまはファイルを置く場所がありません。数分後にもう一度お試しください。',
  fetchFailed: ({ name }) => `「${name}」を Discord から取得できませんでした。もう一度添付してください。`,
  fileDamaged: ({ name }) =>
    `「${name}」を読み取れません。ファイルが壊れているか、種類が違います。もう一度添付するか、保存し直してください。`,
  nothingToCancel: 'ここで待機中の自分のリクエストはありません。',
  notCancellable: 'そのリクエストはもう待機していません。',
  noChange: '設定が指定されていません。変更するものを指定してください。',
  loraGone: ({ name }) =>
    `この画像を描いたときの LoRA「${name}」はもうないか、このサーバーのパックでは使えません。/imagine で新しくリクエストしてください。`,
  unknownLora: ({ name, all }) => `このサーバーのパックで使える LoRA に「${name}」はありません。使えるもの：${all}。`,
  noLoras: ({ pack }) =>
    `パック「${pack}」で使える LoRA はありません。ボットの運営者がモデルのフォルダーの loras に置けば使えます。`,
  tooManyLoras: ({ most }) => `サーバーの LoRA は${most}個までです。先に1つ外してください。`,
  unknownPack: ({ name, all }) => `「${name}」というパックはありません。インストール済みのパック：${all}。`,
  twoCreators: '同時に creators と creator_role は指定できません。',
  ...duelErrors,
  ...engineErrors,
};
