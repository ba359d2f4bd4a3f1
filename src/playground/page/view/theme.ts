import type { Theme } from '../state/browserStorage.js';

/** `system` follows the browser's; the style sheet does the rest. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
