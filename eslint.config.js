import js from '@eslint/js';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import regexp from 'eslint-plugin-regexp';
import tseslint from 'typescript-eslint';

/** Everything in `target` may import only what `allowed` lists (and packages, and itself). */
const zone = (target, from, message) => ({ target: `./src/${target}`, from: from.map((f) => `./src/${f}`), message });

const engineAbove = (...rooms) => rooms.map((room) => `engine/${room}`);
/** What stands above every other folder of the engine: the pipeline, and the files that export it. */
const door = ['engine/index.ts', 'engine/child.ts', 'engine/child', 'engine/pipeline'];
const botRooms = [
  'database',
  'repositories',
  'queue',
  'worker',
  'delivery',
  'services',
  'community',
  'charts',
  'views',
  'i18n',
  'discord',
].map((room) => `bot/${room}`);
const outside = ['bot', 'commands', 'playground', 'cli', 'cli.ts'];

/** The playground's folders but those that are allowed, and the modules that put all of them together. */
const playgroundFolders = (...allowed) =>
  ['rules', 'world', 'api', 'gateway', 'member', 'cdn', 'site', 'page', 'start.ts', 'persistence.ts', 'index.ts']
    .filter((folder) => !allowed.includes(folder))
    .map((folder) => `playground/${folder}`);

/** Imports point one way. graph ← nn ← models ← {aesthetic, sampling} ← pipeline ← index; commands → bot → engine/index. */
const zones = [
  zone('engine', outside, 'the engine knows no bot, command, playground or command line'),
  zone(
    'engine/graph',
    [...engineAbove('nn', 'models', 'weights', 'runtime', 'text', 'image', 'sampling', 'aesthetic', 'pack'), ...door],
    'graph is the ground floor',
  ),
  zone(
    'engine/nn',
    [...engineAbove('models', 'runtime', 'text', 'image', 'sampling', 'aesthetic', 'pack'), ...door],
    'nn stands on graph and weight scopes alone',
  ),
  zone(
    'engine/models',
    [...engineAbove('runtime', 'text', 'image', 'sampling', 'aesthetic', 'pack'), ...door],
    'models are forward passes: graph, nn, weights',
  ),
  zone(
    'engine/weights',
    [...engineAbove('nn', 'models', 'runtime', 'text', 'image', 'sampling', 'aesthetic', 'pack'), ...door],
    'weights read files and give tensors',
  ),
  zone(
    'engine/sampling',
    [...engineAbove('graph', 'nn', 'models', 'weights', 'text', 'image', 'aesthetic', 'pack'), ...door],
    'sampling is arithmetic on arrays',
  ),
  zone(
    'engine/text',
    [...engineAbove('graph', 'nn', 'models', 'sampling', 'aesthetic', 'pack'), ...door],
    'text in, ids out',
  ),
  zone(
    'engine/image',
    [...engineAbove('graph', 'nn', 'models', 'sampling', 'aesthetic', 'pack'), ...door],
    'bytes in, pixels out',
  ),
  zone(
    'engine/aesthetic',
    [...engineAbove('sampling', 'pack'), ...door],
    'the method knows neither samplers nor packs',
  ),

  zone(
    'engine/runtime',
    [...engineAbove('nn', 'models', 'text', 'image', 'sampling', 'aesthetic', 'pack'), ...door],
    'runtime runs programs, whatever they compute',
  ),
  zone('engine/pack', [...engineAbove('nn', 'runtime'), ...door], 'a pack is files and settings; nothing is run'),
  zone(
    'engine/config',
    [
      ...engineAbove('graph', 'nn', 'models', 'weights', 'runtime', 'text', 'image', 'sampling', 'aesthetic', 'pack'),
      ...door,
    ],
    'configuration files are read by everybody: their reader imports nobody',
  ),

  // `except` is relative to `from`. Everybody outside takes the engine by its door.
  ...['bot', 'commands', 'playground'].map((room) => ({
    ...zone(room, ['engine'], 'the engine has one door: engine/index.ts'),
    except: ['./index.ts'],
  })),
  ...[...botRooms, 'commands'].map((room) =>
    zone(room, ['playground', 'cli', 'cli.ts'], 'only the composition roots know both Discords'),
  ),
  zone('playground', ['bot', 'commands', 'generated'], 'the playground is Discord: it knows no bot'),
  // rules ← world ← {api, gateway, member, cdn} ← site; page → rules and site/protocol.ts.
  zone('playground/rules', playgroundFolders('rules'), 'rules are pure: the browser runs them, too'),
  zone('playground/world', playgroundFolders('rules', 'world'), 'the world imports rules alone'),
  ...['api', 'gateway', 'member', 'cdn'].map((folder) =>
    zone(
      `playground/${folder}`,
      playgroundFolders('rules', 'world', folder),
      'api, gateway, member and cdn import world, not each other',
    ),
  ),
  zone(
    'playground/site',
    playgroundFolders('rules', 'world', 'api', 'gateway', 'member', 'site'),
    'the site imports no page',
  ),
  zone(
    'playground/page',
    [
      ...['engine', ...playgroundFolders('rules', 'page', 'site')],
      ...['clock', 'faults', 'json', 'originCheck', 'requestLog'].map((module) => `playground/${module}.ts`),
    ],
    'the page runs in a browser: it imports rules and site/protocol.ts alone',
  ),
  {
    ...zone('playground/page', ['playground/site'], 'the page knows the protocol of its server, not the server'),
    except: ['./protocol.ts'],
  },
  zone(
    'commands',
    ['bot/repositories', 'bot/database', 'bot/queue', 'bot/worker', 'bot/delivery', 'generated'],
    'commands call services: they know neither rows nor queues',
  ),
  zone(
    'commands',
    ['bot/bot.ts', 'bot/main.ts', 'bot/worker.ts'],
    'commands are put into the bot, not the other way round',
  ),
  zone('bot/**/!(main).ts', ['commands'], 'the bot gets the commands as an argument; only main.ts names them'),
  zone('text', ['engine', 'generated', ...outside], 'words alone: anybody may import it, it imports nobody'),
  zone(
    'bot/database',
    [
      'bot/repositories',
      'bot/services',
      'bot/queue',
      'bot/worker',
      'bot/delivery',
      'bot/discord',
      'bot/views',
      'bot/i18n',
    ],
    'the database is the ground floor of the bot',
  ),
  zone(
    'bot/repositories',
    ['bot/services', 'bot/queue', 'bot/worker', 'bot/delivery', 'bot/discord', 'bot/views', 'bot/i18n'],
    'repositories keep rows: they know no words, no queue and no Discord',
  ),
  zone(
    'bot/queue',
    ['bot/services', 'bot/worker', 'bot/delivery', 'bot/discord', 'bot/views', 'bot/i18n'],
    'the queue carries ids: it knows neither who paints nor who delivers',
  ),
  zone(
    'bot/worker',
    ['bot/services', 'bot/delivery', 'bot/discord', 'bot/views'],
    'workers paint: they know no Discord',
  ),
  zone(
    'bot/delivery',
    ['bot/services', 'bot/worker', 'bot/discord'],
    'deliveries reach Discord through the messenger that they are given',
  ),
  zone(
    'bot/services',
    ['bot/worker', 'bot/discord', 'bot/views', 'bot/i18n'],
    'services decide: they know neither messages, words nor who paints',
  ),
  zone(
    'bot/charts',
    [...botRooms.filter((room) => room !== 'bot/charts'), 'engine', 'commands'],
    'charts are drawn from numbers and words: they know not what these mean',
  ),
  zone(
    'bot/community',
    [...botRooms.filter((room) => room !== 'bot/community'), 'commands'],
    'community is arithmetic on votes: it knows no rows, no words and no Discord',
  ),
  zone(
    'bot/views',
    ['bot/repositories', 'bot/database', 'bot/services', 'bot/queue', 'bot/worker', 'bot/delivery', 'bot/discord'],
    'views are pure functions of what is shown',
  ),
  zone(
    'bot/i18n',
    [...botRooms.filter((room) => room !== 'bot/i18n'), 'commands'],
    'words alone: whoever shows something imports them',
  ),
  ...botRooms
    .filter((room) => room !== 'bot/database' && room !== 'bot/repositories')
    .map((room) => zone(room, ['generated'], 'Prisma is behind bot/repositories')),
];

export default tseslint.config(
  {
    ignores: [
      'dist',
      'coverage',
      'bench/out',
      'out',
      'models',
      'test/golden',
      'test/data',
      'src/engine/graph/onnx_pb.ts',
      'src/generated',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ['eslint.config.js'] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    plugins: { 'import-x': importX, regexp },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      'import-x/order': [
        'error',
        { alphabetize: { order: 'asc' }, groups: ['builtin', 'external', 'parent', 'sibling'] },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
      '@typescript-eslint/prefer-nullish-coalescing': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // `const { left, out, ...rest } = whole` leaves fields out.
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
    },
  },
  {
    // Strangers' texts go through them: none may take more than linear time. What is made of strings (new RegExp) these rules do not see.
    files: ['src/**/*.{ts,tsx}'],
    rules: {
      'regexp/no-super-linear-backtracking': 'error',
      'regexp/no-super-linear-move': ['error', { ignorePartial: false }],
    },
  },
  { files: ['**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
  // French has narrow no-break spaces in its punctuation, Japanese ideographic ones.
  { files: ['src/bot/i18n/*/*.ts'], rules: { 'no-irregular-whitespace': ['error', { skipTemplates: true }] } },
);
