import { usePage } from '../../state/pageContext.js';

/** How long a bot can answer a deferred interaction. */
const tokenMs = 15 * 60_000;

/** Shows "… is thinking" until the token has expired. */
export function ThinkingIndicator({ name, since }: { readonly name: string; readonly since: number }) {
  const { texts } = usePage();
  if (Date.now() - since > tokenMs) return <p class="small">{texts.message.noResponse}</p>;
  return (
    <p class="thinking">
      <span class="dots" aria-hidden="true">
        <span /> <span /> <span />
      </span>{' '}
      {texts.message.thinking(name)}
    </p>
  );
}
