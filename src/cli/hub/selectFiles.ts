import { UserError } from '../../engine/index.js';
import type { HubFile, Snapshot } from './hub.js';

/** Folders of a pipeline that a pack is made of. Others hold what is not used here: previews, examples. */
const components = [
  'unet',
  'vae',
  'text_encoder',
  'text_encoder_2',
  'tokenizer',
  'tokenizer_2',
  'scheduler',
  'feature_extractor',
  'clip',
  'clip_2',
];
/** Stable Diffusion's. A pack paints without it, so one whose weights are not safetensors is left out as a whole. */
const checker = 'safety_checker';
const atRoot = ['model_index.json', 'pack.json'];
/** Weights of other programs, or of training. */
const notForUs = /\.(bin|ckpt|pt|pth|msgpack|h5|onnx|onnx_data|pb|xml|gguf)$/i;
const weights = /\.safetensors(?:\.index(?:\.[\w-]+)?\.json)?$/;
/** `model.fp16-00001-of-00002.safetensors`, `model.fp16.safetensors.index.json`, `model.safetensors.index.fp16.json`: the variant is fp16. */
const weightsName =
  /^[^.]+?(?:\.(?<variant>[\w-]+?))?(?:-\d{5}-of-\d{5})?\.safetensors(?:\.index(?:\.(?<indexVariant>[\w-]+))?\.json)?$/;

/**
 * The files of a repository in diffusers' layout that a pack needs, each component's weights once: float16 where it is there, since that
 * is what is computed with or widened, and half as large.
 * @throws UserError when there is no such layout, or a component has no safetensors
 */
export function selectFiles({ repoId, files }: Pick<Snapshot, 'repoId' | 'files'>): HubFile[] {
  const chosen = files.filter(({ path }) => atRoot.includes(path));
  if (!files.some(({ path }) => path === 'unet/config.json')) throw notDiffusers(repoId, files);
  for (const component of components) {
    const own = files.filter(({ path }) => folderOf(path) === component);
    chosen.push(...settingsOf(own), ...weightsOf(repoId, component, own));
  }
  chosen.push(...checkerOf(files));
  return chosen;
}

/** The files of a CLIP in transformers' layout: both towers, and its preprocessing. @throws UserError where it has no safetensors */
export function selectClipFiles({ repoId, files }: Pick<Snapshot, 'repoId' | 'files'>): HubFile[] {
  const settings = files.filter(({ path }) => ['config.json', 'preprocessor_config.json'].includes(path));
  // Repositories of OpenCLIP hold the same weights in its own layout, too.
  const own = files.filter(({ path }) => /^(model|pytorch_model)[.-]/.test(path));
  return [...settings, ...weightsOf(repoId, 'model', own)];
}

/** The files of a tiny autoencoder in diffusers' layout, which is a model of its own. @throws UserError where it has no safetensors */
export function selectTinyVaeFiles({ repoId, files }: Pick<Snapshot, 'repoId' | 'files'>): HubFile[] {
  const settings = files.filter(({ path }) => path === 'config.json');
  // Beside them lie the same weights in TAESD's own layout.
  const own = files.filter(({ path }) => /^diffusion_pytorch_model[.-]/.test(path));
  return [...settings, ...weightsOf(repoId, 'model', own)];
}

/** A model's safety checker alone, with what prepares pictures for it. @throws UserError where it has no safetensors */
export function selectCheckerFiles({ repoId, files }: Pick<Snapshot, 'repoId' | 'files'>): HubFile[] {
  const chosen = checkerOf(files);
  if (chosen.length === 0) throw new UserError(`${repoId} has no safety checker in safetensors`);
  return [...chosen, ...settingsOf(files.filter(({ path }) => folderOf(path) === 'feature_extractor'))];
}

function checkerOf(files: readonly HubFile[]): HubFile[] {
  const own = files.filter(({ path }) => folderOf(path) === checker);
  const chosen = preferred(own);
  return chosen.length === 0 ? [] : [...settingsOf(own), ...chosen];
}

/** One file of a repository: a checkpoint that holds the whole model, or a LoRA. @throws UserError which lists what is there */
export function selectFile({ repoId, files }: Pick<Snapshot, 'repoId' | 'files'>, path: string): HubFile {
  const found = files.find((file) => file.path === path);
  if (found) return found;
  throw new UserError(`${repoId} has no ${path}; ${listed(files)}`);
}

function weightsOf(repoId: string, component: string, own: readonly HubFile[]): HubFile[] {
  const found = preferred(own);
  if (found.length > 0) return found;
  const hasOthers = own.some(({ path }) => notForUs.test(path));
  if (hasOthers)
    throw new UserError(
      `${repoId} has no safetensors of its ${component}: formats that can run code when they are read are refused; look for a repository or revision with safetensors`,
    );
  return [];
}

function settingsOf(own: readonly HubFile[]): HubFile[] {
  return own.filter(({ path }) => !weights.test(path) && !notForUs.test(path));
}

/** The weights of one component: fp16, else the plain ones. */
function preferred(own: readonly HubFile[]): HubFile[] {
  const all = own.filter(({ path }) => weights.test(path));
  const [half, plain] = ['fp16', ''].map((variant) => all.filter((file) => variantOf(file) === variant));
  return half.length > 0 ? half : plain;
}

/** '' for the plain one; `ema`, `non_ema` and others are never chosen. */
function variantOf({ path }: HubFile): string {
  const groups: Partial<Record<string, string>> | undefined = weightsName.exec(
    path.slice(path.lastIndexOf('/') + 1),
  )?.groups;
  const { variant, indexVariant } = groups ?? {};
  return variant ?? indexVariant ?? '';
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function notDiffusers(repoId: string, files: readonly HubFile[]): UserError {
  return new UserError(`${repoId} is not in diffusers' layout (it has no unet/config.json); ${listed(files)}`);
}

function listed(files: readonly HubFile[]): string {
  const single = files.flatMap(({ path }) => (path.endsWith('.safetensors') ? [path] : []));
  if (single.length === 0) return 'it has no safetensors';
  const shown = single.slice(0, 5).join(', ');
  return `name one of its files, as OWNER/NAME/FILE: ${shown}${single.length > 5 ? ', …' : ''}`;
}
