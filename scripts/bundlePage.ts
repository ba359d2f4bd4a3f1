import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** The part of Noto Emoji (SIL Open Font License) that has thumbs and hands. */
const emojiFont = createRequire(import.meta.url).resolve('@fontsource/noto-emoji/files/noto-emoji-9-400-normal.woff2');
const ownSource = fileURLToPath(new URL('../src/playground/page', import.meta.url));

/** Bundles the playground's page into a folder: one script, one style sheet, and what they are served with. */
export async function bundlePage(folder: string, source = ownSource): Promise<void> {
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: [join(source, 'page.tsx'), join(source, 'page.css')],
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'warning',
    external: ['/page/*'],
  });
  for (const file of ['index.html', 'icon.svg']) await copyFile(join(source, file), join(folder, file));
  await copyFile(emojiFont, join(folder, 'emoji.woff2'));
}
