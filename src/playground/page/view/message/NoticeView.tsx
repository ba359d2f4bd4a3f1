import { usePage } from '../../state/pageContext.js';
import type { Notice } from '../../state/pageState.js';
import { Icon } from '../Icon.js';

/** A notice of the page itself, for example an error. */
export function NoticeView({ notice }: { readonly notice: Notice }) {
  const { actions, texts } = usePage();
  return (
    <li class="message ephemeral notice">
      <div class="body">
        <p>{notice.text}</p>
        <p class="small">
          <Icon name="eye" /> {texts.message.onlyYou} ·{' '}
          <button
            type="button"
            class="as-link"
            onClick={() => {
              actions.dismissNotice(notice.id);
            }}
          >
            {texts.message.dismiss}
          </button>
        </p>
      </div>
    </li>
  );
}
