export const help = [
  '# Aesthete',
  'I paint pictures in the taste of your server. A taste is an **aesthetic**: what a few images have in common, as CLIP sees them. Before I paint, I tune the text encoder towards it for a few steps.',
  '**1.** Use `/aesthetic create` with 1 to 10 images that share a look. Or use *Apps → Make an aesthetic from this* on a message with images.',
  '**2.** `/imagine prompt:a castle aesthetic:…` paints with it. `strength` sets how strong the effect is: subtle, balanced, strong, or a number from 0 to 1.5.',
  '**3.** The buttons below a picture paint variations: *Again* takes a new seed; *Stronger*, *Weaker* and *Compare with plain* keep the seed. *Vary* paints pictures near one. *Recipe* shows all options of the picture. The buttons never expire.',
  'Press 👍 or 👎 below pictures and cards, or use `/vote` to see card after card. Votes order the lists, and `/leaderboard` shows them as charts.',
  '`/aesthetic list` shows all aesthetics. `/queue` shows waiting requests, and `/cancel` cancels one. `/settings` and `/status` are for server managers.',
  'I compute a vector from the images that you give me and keep only small copies of each. You can use `/privacy export` and `/privacy erase` at any time.',
] as const;
