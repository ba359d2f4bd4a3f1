import { hueOf, initials } from './avatarStyle.js';

/** The avatar of a member or the bot. */
export function Avatar({
  id,
  name,
  bot = false,
}: {
  readonly id: string;
  readonly name: string;
  readonly bot?: boolean;
}) {
  if (bot) return <img class="avatar" src="/page/icon.svg" alt="" width={40} height={40} />;
  return (
    <span class={`avatar ${hueOf(id)}`} aria-hidden="true">
      {initials(name)}
    </span>
  );
}
