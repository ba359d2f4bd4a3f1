export const help = [
  '# Aesthete',
  'I paint in the taste of this server. A taste is an **aesthetic**: the common ground of a few images, as CLIP sees them. Before I paint, the text encoder is tuned towards it for a few steps.',
  '**1.** `/aesthetic create` with 1 to 10 images that share a look. Or use *Apps → Make an aesthetic from this* on a message with images.',
  '**2.** `/imagine prompt:a castle aesthetic:…` paints with it. `strength` says how far it goes: subtle, balanced, strong, or a number from 0 to 1.5.',
  '**3.** The buttons below a picture go on from there: *Again* takes a new seed; *Stronger*, *Weaker* and *Beside plain* keep it; *Recipe* shows all that was chosen. They never expire.',
  '`/aesthetic list` shows what there is. `/queue` shows what waits, `/cancel` takes a request back. `/settings` is for whoever manages the server.',
  'Images that you give are used to compute a vector and are not kept, but for a small thumbnail. `/privacy export` and `/privacy erase` work at any time.',
] as const;
