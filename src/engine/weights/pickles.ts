/** Files of torch: programs that rebuild the weights, and can do anything else when they are read. */
export function isPickle(name: string): boolean {
  return /\.(bin|ckpt|pt|pth)$/i.test(name);
}

export const pickleRemedy =
  'a pickle, which can run any code when it is read: download the .safetensors variant, or convert it (Hugging Face has a space for that, safetensors/convert)';
