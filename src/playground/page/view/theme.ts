import type { Theme } from '../state/browserStorage.js';

/** Sets the theme. `system` follows the browser's setting. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}
