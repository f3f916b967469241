import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { mapAhead } from '@/lib/core/map-ahead';
import type { DatasetChip } from '@/lib/contracts/dataset';
import type { ExportFormat, ExportResult } from '@/lib/domain/export/schema';
import { cocoJson, cocoPicture } from '@/lib/server/export/coco';
import { csvLines } from '@/lib/server/export/csv';
import { exportCells } from '@/lib/server/export/contents';
import { cellPictures } from '@/lib/server/export/image-folder';
import { ZipWriter } from '@/lib/server/export/zip';
import { objectPath, putObject } from '@/lib/server/objects/store';
import { openDataset } from '@/lib/server/snapshot/read';
import type { DatasetReader } from '@/lib/server/snapshot/read';

/** What an export is made from: a frozen snapshot, nothing that can change meanwhile. */
export interface ExportSource {
  format: ExportFormat;
  snapshot: { number: number; sha256: string; chips: number; summary: unknown };
  project: { slug: string; name: string };
}

export interface ExportHooks {
  /** 0 to 1, with words */
  progress: (fraction: number, text: string) => void;
  signal: AbortSignal;
}

/** Chips read or cropped at once: enough to hide the disk, few enough to hold in memory. */
const AHEAD = 8;

/** Writes the export as one zip into the object store, streamed: memory does not grow with the snapshot. */
export async function writeExport(source: ExportSource, hooks: ExportHooks): Promise<ExportResult> {
  const zip = new ZipWriter();
  const stored = putObject(zip.output);
  // what cannot be stored (a full disk) must end the writing, which would wait for room for ever
  stored.catch((error: unknown) => zip.fail(error));
  const count = { chips: 0, cells: 0 };
  const onChip = (cells: number): void => {
    count.chips += 1;
    count.cells += cells;
    const of = Math.max(1, source.snapshot.chips);
    hooks.progress(
      Math.min(0.99, count.chips / of),
      `${String(count.chips)} of ${String(source.snapshot.chips)} chips`,
    );
  };
  try {
    const open = () => openUnless(hooks.signal, source.snapshot.sha256);
    await WRITERS[source.format](zip, { source, open, onChip });
    const manifest = {
      format: source.format,
      project: source.project,
      snapshot: { number: source.snapshot.number, sha256: source.snapshot.sha256 },
      chips: count.chips,
      cells: count.cells,
      summary: source.snapshot.summary,
    };
    await zip.addBytes(
      'manifest.json',
      Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`),
      true,
    );
    zip.end();
  } catch (error) {
    zip.fail(error);
    await stored.catch(() => undefined); // the error that matters is thrown below
    throw error;
  }
  const { sha256, bytes } = await stored;
  const name = `${source.project.slug}-S${String(source.snapshot.number)}-${source.format}.zip`;
  return { sha256, bytes, name, ...count, files: zip.files };
}

interface Writing {
  source: ExportSource;
  /** the snapshot from its beginning; it ends with the signal's reason once the export is cancelled */
  open: () => Promise<DatasetReader>;
  onChip: (cells: number) => void;
}

type Writer = (zip: ZipWriter, writing: Writing) => Promise<void>;

const WRITERS: Record<ExportFormat, Writer> = {
  async csv(zip, { open, onChip }) {
    const { header, chips } = await open();
    await zip.addStream('cells.csv', Readable.from(csvLines(header, chips, onChip)));
  },

  async coco(zip, { source, open, onChip }) {
    const { header, chips } = await open();
    const pictures = mapAhead(chips, AHEAD, async (chip) => ({
      chip,
      picture: await readFile(objectPath(chip.image)),
    }));
    for await (const { chip, picture } of pictures) {
      await zip.addBytes(cocoPicture(chip), picture, false);
      onChip([...exportCells(chip)].length);
    }
    const again = () => chipsOf(open);
    for (const split of ['train', 'calibration', 'test'] as const) {
      const text = cocoJson(header, again, split, `${source.project.name}, ${split}`);
      await zip.addStream(`annotations/instances_${split}.json`, Readable.from(text));
    }
  },

  async imagefolder(zip, { open, onChip }) {
    const { header, chips } = await open();
    for await (const pictures of mapAhead(chips, AHEAD, (chip) => cellPictures(header, chip))) {
      for (const picture of pictures) await zip.addBytes(picture.path, picture.png, false);
      onChip(pictures.length);
    }
  },
};

async function* chipsOf(open: Writing['open']): AsyncGenerator<DatasetChip> {
  yield* (await open()).chips;
}

/** A snapshot that is read only while `signal` has not fired: every pass over it looks, chip by chip. */
async function openUnless(signal: AbortSignal, sha256: string): Promise<DatasetReader> {
  const { header, chips } = await openDataset(sha256);
  async function* looking(): AsyncGenerator<DatasetChip> {
    for await (const chip of chips) {
      signal.throwIfAborted();
      yield chip;
    }
  }
  return { header, chips: looking() };
}
