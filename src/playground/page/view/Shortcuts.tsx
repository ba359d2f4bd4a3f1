import { QuickSwitcher } from './QuickSwitcher.js';
import { useShortcuts } from './useShortcuts.js';

/** Keys that work wherever the focus is. */
export function Shortcuts() {
  const { isSwitching, closeSwitcher } = useShortcuts();
  return isSwitching ? <QuickSwitcher onClose={closeSwitcher} /> : null;
}
