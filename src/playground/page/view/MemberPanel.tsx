import { useState } from 'preact/hooks';
import { clientLocales, isClientLocale } from '../../rules/locales.js';
import { browserStorage } from '../state/browserStorage.js';
import type { Theme } from '../state/browserStorage.js';
import { usePage } from '../state/pageContext.js';
import { Avatar } from './Avatar.js';
import { Icon } from './Icon.js';
import { applyTheme } from './theme.js';

const themes: readonly { readonly theme: Theme; readonly label: string; readonly icon: 'sun' | 'moon' | 'auto' }[] = [
  { theme: 'system', label: 'Automatic', icon: 'auto' },
  { theme: 'light', label: 'Light', icon: 'sun' },
  { theme: 'dark', label: 'Dark', icon: 'moon' },
];

/** Switches the member, the member's language and the theme. */
export function MemberPanel() {
  const { state, actions } = usePage();
  const [theme, setTheme] = useState(browserStorage.theme);
  const { directory } = state;
  if (!directory) return null;
  const shown = themes.find((one) => one.theme === theme) ?? themes[0]!;
  return (
    <div class="member-panel">
      <div class="members" role="radiogroup" aria-label="You are">
        {directory.members.map(({ id, name }) => (
          <label key={id} class={id === directory.me.id ? 'current' : ''}>
            <input
              type="radio"
              name="member"
              class="visually-hidden"
              checked={id === directory.me.id}
              onChange={() => {
                actions.switchMember(id);
              }}
            />
            <Avatar id={id} name={name} />
            <span>{name}</span>
          </label>
        ))}
      </div>
      <label class="language">
        <Icon name="language" />
        <span class="visually-hidden">Language</span>
        <select
          value={state.locale}
          onChange={({ currentTarget: { value } }) => {
            if (isClientLocale(value)) actions.setLocale(value);
          }}
        >
          {Object.entries(clientLocales).map(([locale, name]) => (
            <option key={locale} value={locale} lang={locale}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <div class="tools">
        <button
          type="button"
          class="tool"
          aria-label={`Theme: ${shown.label}. Change it`}
          onClick={() => {
            const next = themes[(themes.indexOf(shown) + 1) % themes.length]!.theme;
            browserStorage.saveTheme(next);
            applyTheme(next);
            setTheme(next);
          }}
        >
          <Icon name={shown.icon} /> {shown.label}
        </button>
        <button
          type="button"
          class="tool"
          aria-pressed={state.tourOpen}
          onClick={() => {
            actions.setTour(!state.tourOpen);
            actions.setDrawer(false);
          }}
        >
          <Icon name="compass" /> Tour
        </button>
      </div>
    </div>
  );
}
