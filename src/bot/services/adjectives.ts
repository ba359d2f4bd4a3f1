/**
 * What a look can be called, in English, as prompts are: light, colour, texture, line, composition and mood. 200 words, none of which names a
 * subject.
 */
export const adjectives: readonly string[] = `
abstract airy ancient angular antique atmospheric autumnal baroque beige black blue blurry bold bright brown brushed bumpy busy calm
candid cartoonish chaotic charcoal cheerful cinematic classic clean clear cloudy cluttered coarse cold colorful comic cool cosmic cosy
cracked creamy crisp crowded cubic curved cute dark decorative deep delicate dense detailed digital dim dirty distant dotted dramatic
dreamy dry dusty earthy eerie elegant empty engraved epic etched ethereal expressive faded faint festive fiery fine flat floral flowing
fluffy foggy folded fragile freehand fresh frosty futuristic fuzzy gentle geometric ghostly glassy gloomy glossy glowing golden graceful
grainy graphic gray green gritty harsh hazy heavy icy illustrated industrial inky intricate iridescent isolated jagged joyful layered
leafy light linear lively loose lush magical majestic marbled matte mechanical medieval melancholic metallic minimal misty modern
monochrome moody mossy muddy muted mysterious mystical natural neon noisy nostalgic oily opaque open orange organic ornate painted pale
pastel patterned peaceful pink pixelated plain playful polished primitive psychedelic pure purple quiet rainy realistic red retro romantic
rough round rustic sandy saturated shadowy sharp shiny silver simple sketchy sleek smoky smooth snowy soft solid sparkling stark stormy
striped surreal symmetrical teal textured transparent vibrant vintage vivid warm watery weathered white yellow
`
  .trim()
  .split(/\s+/);
