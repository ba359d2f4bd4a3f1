import { appendFile, mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../../engine/index.js';

/** A picture that was painted and measured: one line of pictures.jsonl. */
const record = z.object({
  /** sha256 of all that determines it. */
  recipe: z.string(),
  /** Below the folder; absent: the safety checker flagged it, and it is not kept. */
  file: z.string().optional(),
  /** CLIP image embedding, float32 little-endian in base64. */
  embedding: z.string(),
  /** Cosine of it to the text embedding of the prompt of the figure. */
  toPrompt: z.number(),
  /** Of the prompt's text embedding to the target; absent without one. */
  cosine: z.object({ before: z.number(), after: z.number() }).optional(),
  textSteps: z.number(),
});
/** How near this CLIP brings the three pictures of aivazovsky.pt to that vector. */
const proof = z.object({ clipId: z.string(), aivazovsky: z.number() });

export type PictureRecord = z.infer<typeof record>;
export type ClipProof = z.infer<typeof proof>;

const name = 'pictures.jsonl';
const picturesFolder = 'pictures';

/** What a folder has of earlier runs: it is only added to, so that a run that is cut off loses the picture in hand alone. */
export class Journal {
  readonly folder: string;
  readonly #pictures = new Map<string, PictureRecord>();
  readonly #proofs = new Map<string, ClipProof>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** @throws UserError where the folder has other things, or is a file */
  static async open(folder: string): Promise<Journal> {
    await refuseOthers(folder);
    await mkdir(join(folder, picturesFolder), { recursive: true });
    await appendFile(join(folder, name), '');
    const journal = new Journal(folder);
    const lines = (await readFile(join(folder, name), 'utf8')).split('\n');
    for (const line of lines) {
      const parsed = z.union([record, proof]).safeParse(parseLine(line));
      // A line that was cut off stands for a picture that is painted again.
      if (!parsed.success) continue;
      if ('clipId' in parsed.data) journal.#proofs.set(parsed.data.clipId, parsed.data);
      else if (await journal.#isThere(parsed.data)) journal.#pictures.set(parsed.data.recipe, parsed.data);
    }
    return journal;
  }

  picture(recipe: string): PictureRecord | undefined {
    return this.#pictures.get(recipe);
  }

  proof(clipId: string): ClipProof | undefined {
    return this.#proofs.get(clipId);
  }

  /** `png`: absent where the picture is not kept. */
  async addPicture(fields: Omit<PictureRecord, 'file'>, kept?: { png: Uint8Array; name: string }): Promise<void> {
    const file = kept && `${picturesFolder}/${kept.name}-${fields.recipe.slice(0, 8)}.png`;
    if (kept && file !== undefined) await writeWhole(join(this.folder, file), kept.png);
    const added = { ...fields, ...(file !== undefined && { file }) };
    await this.#append(added);
    this.#pictures.set(added.recipe, added);
  }

  async addProof(added: ClipProof): Promise<void> {
    await this.#append(added);
    this.#proofs.set(added.clipId, added);
  }

  async #isThere({ file }: PictureRecord): Promise<boolean> {
    return file === undefined || (await stat(join(this.folder, file)).catch(() => undefined)) !== undefined;
  }

  /** After what may be half a line of a run that was cut off, on a line of its own. */
  async #append(added: object): Promise<void> {
    await appendFile(join(this.folder, name), `\n${JSON.stringify(added)}`);
  }
}

/** A file that is there is whole. */
export async function writeWhole(file: string, content: Uint8Array | string): Promise<void> {
  await writeFile(`${file}.part`, content);
  await rename(`${file}.part`, file);
}

async function refuseOthers(folder: string): Promise<void> {
  const entry = await stat(folder).catch(() => undefined);
  if (entry && !entry.isDirectory()) throw new UserError(`${folder} is a file: name a folder with --out`);
  const there = entry ? await readdir(folder) : [];
  if (there.length > 0 && !there.includes(name))
    throw new UserError(
      `${folder} has other files, and nothing of an earlier run: name a new or empty folder with --out`,
    );
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
