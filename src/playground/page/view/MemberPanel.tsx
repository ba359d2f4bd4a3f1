import { useState } from 'preact/hooks';
import { clientLocales, isClientLocale } from '../../rules/locales.js';
import { browserStorage } from '../state/browserStorage.js';
import type { Theme } from '../state/browserStorage.js';
import { usePage } from '../state/pageContext.js';
import { Avatar } from './Avatar.js';
import { Icon } from './Icon.js';
import { SelectMenu } from './component/SelectMenu.js';
import { applyTheme } from './theme.js';

const themes: readonly { readonly theme: Theme; readonly icon: 'sun' | 'moon' | 'auto' }[] = [
  { theme: 'system', icon: 'auto' },
  { theme: 'light', icon: 'sun' },
  { theme: 'dark', icon: 'moon' },
];

const languages = Object.entries(clientLocales).map(([value, label]) => ({ value, label }));

/** Switches the member, the member's language and the theme. */
export function MemberPanel() {
  const { state, actions, texts } = usePage();
  const [theme, setTheme] = useState(browserStorage.theme);
  const { directory } = state;
  if (!directory) return null;
  const shown = themes.find((one) => one.theme === theme) ?? themes[0]!;
  return (
    <div class="member-panel">
      <div class="members" role="radiogroup" aria-label={texts.member.youAre}>
        {directory.members.map(({ id, name }) => (
          <label key={id} class={id === directory.me.id ? 'current' : ''}>
            <input
              type="radio"
              name="member"
              class="visually-hidden"
              checked={id === directory.me.id}
              // Not a change: until the server has answered, the member before is still the one that is checked.
              onClick={() => {
                actions.switchMember(id);
              }}
            />
            <Avatar id={id} name={name} />
            <span>{name}</span>
          </label>
        ))}
      </div>
      <div class="language">
        <Icon name="language" />
        <SelectMenu
          label={texts.member.language}
          placeholder=""
          options={languages}
          chosen={[state.locale]}
          max={1}
          onChoose={([locale]) => {
            if (isClientLocale(locale)) actions.setLocale(locale);
          }}
        />
      </div>
      <div class="tools">
        <button
          type="button"
          class="tool"
          aria-label={texts.member.theme(texts.member[shown.theme])}
          onClick={() => {
            const next = themes[(themes.indexOf(shown) + 1) % themes.length]!.theme;
            browserStorage.saveTheme(next);
            applyTheme(next);
            setTheme(next);
          }}
        >
          <Icon name={shown.icon} /> {texts.member[shown.theme]}
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
          <Icon name="compass" /> {texts.member.tour}
        </button>
      </div>
    </div>
  );
}
