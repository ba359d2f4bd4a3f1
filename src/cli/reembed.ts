import { readEnvironment } from '../bot/config.js';
import { guildAesthetics, listPublishedPacks, openStore, reembedAesthetic } from '../bot/repositories/index.js';
import type { GuildAesthetic, OtherClip, Reembedded, Store, Unmovable } from '../bot/repositories/index.js';
import type { References } from '../engine/index.js';
import { findPack, openPack, readReferences, UserError } from '../engine/index.js';
import { engineOptions, guildOption, parseOptions } from './options.js';
import type { Output } from './output.js';
import { withEngine } from './withEngine.js';
import type { OpenedEngine } from './withEngine.js';

const reembedOptions = engineOptions.extend({ guild: guildOption.optional() });

/** What was done with an aesthetic; `elsewhere`: its server paints with another CLIP by its settings. */
type Done = Reembedded | { readonly outcome: 'elsewhere'; readonly pack: string };

/** `aesthete reembed`: the aesthetics of the bot's servers move to a pack with another CLIP. */
export async function reembed(raw: unknown, output: Output): Promise<void> {
  const { guild, ...given } = parseOptions(reembedOptions, raw);
  const config = readEnvironment();
  const pack = given.pack ?? config.pack;
  // First what fails at once, then the model.
  const { settings } = await openPack(await findPack(pack));
  const store = await openStore(config.store);
  try {
    const aesthetics = await guildAesthetics(store.client, guild);
    if (guild !== undefined && aesthetics.length === 0) throw new UserError(`server ${guild} has no aesthetics here`);
    await withEngine({ device: config.device, ...given, pack }, output, async (work) => {
      const { info } = work.engine;
      const references = settings.reference === undefined ? undefined : await readReferences(settings.reference);
      const others = guild === undefined ? await packsOfOtherClips(store, info.clipId) : () => undefined;
      const all: ({ readonly guild: string; readonly name: string } & Done)[] = [];
      for (const aesthetic of aesthetics) {
        const other = others(aesthetic);
        const done: Done =
          other === undefined || other === info.pack
            ? await reembedAesthetic(store.client, aesthetic.id, clipOf(work, aesthetic.name, references))
            : { outcome: 'elsewhere', pack: other };
        all.push({ guild: aesthetic.guildId, name: aesthetic.name, ...done });
        output.line(`${aesthetic.guildId} · ${aesthetic.name}: ${sentence(done)}`);
      }
      output.result({ pack: info.pack, clipId: info.clipId, aesthetics: all });
      output.detail(`${info.title}: ${summary(all.map(({ outcome }) => outcome))}`);
    });
  } finally {
    await store.close();
  }
}

function clipOf(
  { engine, request, display }: OpenedEngine,
  name: string,
  references: References | undefined,
): OtherClip {
  const { clipId, projection, second } = engine.info;
  let images = 0;
  return {
    clipId,
    projection,
    ...(references && { reference: references.first }),
    ...(second && {
      second: { clipId: second.clipId, ...(references?.second && { reference: references.second }) },
    }),
    embed: async (picture) => {
      display.part(`${name}, image`, ++images);
      display.update({ stage: 'embed' });
      const [vectors] = await engine.embedByTowers([picture], request);
      return vectors;
    },
  };
}

/** Of an aesthetic the pack that its guild has chosen, where that is not known to have this CLIP. */
async function packsOfOtherClips(
  { client }: Store,
  clipId: string,
): Promise<(aesthetic: GuildAesthetic) => string | undefined> {
  const packs = await listPublishedPacks(client);
  const same = new Set(packs.filter((pack) => pack.clipId === clipId).map(({ name }) => name));
  return ({ guildPack }) => (guildPack === undefined || same.has(guildPack) ? undefined : guildPack);
}

function sentence(done: Done): string {
  switch (done.outcome) {
    case 'moved': {
      const { images, before, version } = done;
      const of = images === 0 ? 'its parts' : `${images} ${images === 1 ? 'image' : 'images'}`;
      return `version ${version}, of ${of} of version ${before}`;
    }
    case 'there':
      return (
        `version ${done.version} fits already` +
        (done.secondLeft ? `, but for the second text encoder: ${reason(done.secondLeft)}` : '')
      );
    case 'left':
      return `left as it is: ${reason(done.why)}`;
    case 'elsewhere':
      return `left as it is: its server paints with ${done.pack} (/settings); --guild moves it all the same`;
  }
}

function reason(why: Unmovable): string {
  switch (why.code) {
    case 'noPictures':
      return (
        `${why.lack} of ${why.of} kept pictures are missing; ` +
        'take those images out (/aesthetic remove), or make it anew'
      );
    case 'vectorAlone':
      return 'it came as a vector alone, without images; import it anew, made with this CLIP';
    case 'votes':
      return 'it was made of votes on pictures, which are not kept; breed it anew from votes on pictures of this pack';
    case 'builtIn':
      return 'it is built into another pack';
    case 'erased':
      return 'its vector was erased with images of it';
    case 'noSecond':
      return 'not all that it is made of has a vector for that';
    case 'noReference':
      return 'it is a contrast, and this pack has no reference to take one against (docs/packs.md)';
    case 'changed':
      return 'it was changed meanwhile; run this again';
    case 'refused':
      return why.said;
    case 'part':
      return `of its part ${why.name}@${why.version}, ${reason(why.why)}`;
  }
}

function summary(outcomes: readonly Done['outcome'][]): string {
  const count = (wanted: Done['outcome']): number => outcomes.filter((outcome) => outcome === wanted).length;
  return `${count('moved')} moved, ${count('there')} fit already, ${count('left') + count('elsewhere')} left as they are`;
}
