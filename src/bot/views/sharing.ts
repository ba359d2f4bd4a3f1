import type { Texts } from '../i18n/index.js';
import type { AestheticSummary } from '../types.js';
import { code as asCode, escape, small } from './markdown.js';
import { button, paragraph, row } from './view.js';
import type { View } from './view.js';

/** The code by which other servers adopt an aesthetic, and the button that ends it. */
export function sharedView({ answers: t }: Texts, { id, name, version }: AestheticSummary, code: string): View {
  return {
    components: [
      paragraph(t.shared(escape(name), version)),
      paragraph(asCode(`/aesthetic adopt code:${code}`)),
      paragraph(small(t.sharedHint)),
      row(button('unshare', id, t.unshare)),
    ],
    files: [],
  };
}
