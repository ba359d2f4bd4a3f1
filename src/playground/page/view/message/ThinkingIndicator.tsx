/** For so long a bot can answer what it has deferred. */
const tokenMs = 15 * 60_000;

/** "… is thinking", as long as an answer can come. */
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
