import { paperAesthetics } from '../aesthetic/paperFiles.js';
import type { ClipVisionConfig } from '../models/clipVision.js';
import { kinds } from './kinds.js';
import type { ModelKind } from './kinds.js';
import type { PackSettings, ReadyAesthetic } from './settings.js';

interface Facts {
  readonly kind: ModelKind;
  readonly clip: { readonly vision: ClipVisionConfig };
  readonly projection: number;
}

/**
 * Whether aesthetics of a pack lie in the space of OpenAI's CLIP ViT-L/14, by what the pack says of itself: the first text encoder of its kind is that
 * CLIP's, and its vision tower has that one's sizes.
 */
export function hasVitL14({ kind, clip: { vision }, projection }: Facts): boolean {
  const sizes = [projection, vision.hidden_size, vision.num_hidden_layers, vision.patch_size, vision.image_size];
  return (
    kinds[kind].clips[0].repository === 'openai/clip-vit-large-patch14' &&
    vision.hidden_act === 'quick_gelu' &&
    sizes.join() === '768,1024,24,14,224'
  );
}

/** The pack's own aesthetics, and those of the paper where they fit; of one name, the pack's own. */
export function withPaperAesthetics(settings: PackSettings, facts: Facts): PackSettings {
  if (!hasVitL14(facts)) return settings;
  const own = new Set(settings.aesthetics.map(({ name }) => name));
  const others: readonly ReadyAesthetic[] = paperAesthetics.filter(({ name }) => !own.has(name));
  return { ...settings, aesthetics: [...settings.aesthetics, ...others] };
}
