/** An environment variable that src/bot/variables.ts does not define: who reads it is the name of its section. */
interface OtherVariable {
  readonly description: string;
  /** What holds without it; Markdown. */
  readonly without: string;
}

/** Variables that are not the bot's configuration, by section of docs/configuration.md. A test compares them with what the code reads. */
export const otherVariables: Readonly<Record<string, Readonly<Record<string, OtherVariable>>>> = {
  'The bot and the command line': {
    AESTHETE_MODELS: {
      description:
        'Folders of models, separated as in `PATH`. They are searched before `models/` of the working folder and `models/` of the installation, and `aesthete packs add` writes to the first.',
      without: '`models/` of both',
    },
    XDG_CACHE_HOME: {
      description: 'The folder of caches; `aesthete/int8` in it keeps 8-bit weights and proofs.',
      without: '`~/.cache`',
    },
    VK_ICD_FILENAMES: {
      description: 'The Vulkan driver that WebGPU uses. With SwiftShader, device `auto` does not take WebGPU.',
      without: 'the system’s driver',
    },
    VK_DRIVER_FILES: { description: 'The newer name of `VK_ICD_FILENAMES`.', without: 'the system’s driver' },
    NVIDIA_TF32_OVERRIDE: {
      description: 'Whether CUDA may round float32 products to TF32. The engine sets `0` where it is unset.',
      without: '`0`',
    },
  },
  'The command line alone': {
    AESTHETE_DEBUG: {
      description: '`1` adds the stack of an error, and what ONNX Runtime writes.',
      without: 'one line for each error',
    },
    HF_TOKEN: {
      description: 'A token of the Hugging Face hub, for models that are not open to everybody.',
      without: 'open models alone',
    },
    HF_ENDPOINT: { description: 'A mirror of the hub.', without: '`https://huggingface.co`' },
    HTTPS_PROXY: { description: 'The proxy for downloads. `HTTP_PROXY` is read as well.', without: 'no proxy' },
    HTTP_PROXY: { description: 'The proxy for downloads from an address without TLS.', without: 'no proxy' },
    NO_PROXY: { description: 'Hosts that are reached without the proxy, separated by commas.', without: 'none' },
  },
  'Tests and benchmarks': {
    CI: {
      description: '`true` lets a test fail where it is otherwise skipped, such as without Chromium.',
      without: 'they are skipped',
    },
    AESTHETE_CHROMIUM: { description: 'The Chromium of tests in a browser.', without: '`/usr/bin/chromium`' },
    AESTHETE_TEST_WEBGPU: {
      description: '`1` lets tests on WebGPU fail where there is no adapter.',
      without: 'they are skipped',
    },
    AESTHETE_TEST_CUDA: {
      description: '`1` lets tests on CUDA fail where there is none.',
      without: 'they are skipped',
    },
    TEST_DATABASE_URL: {
      description: 'Postgres for tests; `scripts/test-servers.sh` sets it.',
      without: 'embedded mode alone is tested',
    },
    TEST_REDIS_URL: {
      description: 'Redis for tests; `scripts/test-servers.sh` sets it.',
      without: 'embedded mode alone is tested',
    },
    GOLDEN_DIR: { description: 'Another golden set.', without: '`test/golden`' },
    GOLDEN_MORE_DIR: { description: 'Another set of additional golden cases.', without: '`test/golden/more`' },
    GOLDEN_SINGLE_DIR: { description: 'Another set of single-file checkpoints.', without: '`test/golden/single`' },
    GOLDEN_DATA: { description: 'The data of the golden set.', without: '`test/data`' },
    AESTHETE_PEER_PYTHON: {
      description: 'A Python with torch and diffusers that `npm run bench` times beside the engine.',
      without: 'the engine alone is timed',
    },
    BENCH_GENERATIONS: { description: 'Requests in the database of `bench queries`.', without: '`1000000`' },
    BENCH_AESTHETICS: { description: 'Aesthetics in the database of `bench queries`.', without: '`5000`' },
    AESTHETE_SCREENSHOTS: {
      description: 'A folder for pictures of the page that tests in a browser take.',
      without: 'none are taken',
    },
    AESTHETE_KILL_SEED: {
      description: 'The seed that chooses what `test/e2e/killedOnce.test.ts` kills; 0 kills nothing.',
      without: '`1`',
    },
    AESTHETE_CHAOS_MINUTES: { description: 'How long `npm run chaos` lasts; it has options.', without: '`10`' },
    AESTHETE_CHAOS_SEED: { description: 'The seed that chooses the order of its faults.', without: '`1`' },
    AESTHETE_CHAOS_REPORT: { description: 'A file to which its tables are appended.', without: 'they are printed' },
    AESTHETE_KILL_RUNS: { description: 'How many seeds from there are tried.', without: '`1`' },
    BENCH_A_SECOND: {
      description: 'Requests a second of `bench accept`, interactions a second of `bench load`.',
      without: '`50` and `20`',
    },
    BENCH_PICTURE_MS: {
      description: 'How long a stand-in worker takes for a picture; `bench load` sets it.',
      without: '`1000`',
    },
    BENCH_SECONDS: { description: 'How long `bench load` lasts.', without: '`300`' },
    BENCH_REQUESTS: { description: 'Requests of `bench accept`.', without: '`10000`' },
  },
};
