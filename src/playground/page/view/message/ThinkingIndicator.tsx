/** How long a bot can answer a deferred interaction. */
const tokenMs = 15 * 60_000;

/** Shows "… is thinking" until the token has expired. */
export function ThinkingIndicator({ name, since }: { readonly name: string; readonly since: number }) {
  if (Date.now() - since > tokenMs) return <p class="small">The application did not respond.</p>;
  return (
    <p class="thinking">
      <span class="dots" aria-hidden="true">
        <span /> <span /> <span />
      </span>{' '}
      {name} is thinking…
    </p>
  );
}
