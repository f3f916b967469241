import { createInterface } from 'node:readline';
import { DatasetChip, DatasetHeader } from '@/lib/contracts/dataset';
import { readObject } from '@/lib/server/objects/store';

/** A frozen dataset as it is read: the header, then its chips one by one in the snapshot's order. */
export interface DatasetReader {
  header: DatasetHeader;
  chips: AsyncGenerator<DatasetChip>;
}

/** Opens a snapshot's object (lib/contracts/dataset.ts) with constant memory. */
export async function openDataset(sha256: string): Promise<DatasetReader> {
  const lines = createInterface({ input: readObject(sha256), crlfDelay: Infinity })[
    Symbol.asyncIterator
  ]();
  const first = await lines.next();
  if (first.done) throw new Error(`dataset ${sha256} is empty`);
  const header = DatasetHeader.parse(JSON.parse(first.value));
  async function* chips(): AsyncGenerator<DatasetChip> {
    for (let next = await lines.next(); !next.done; next = await lines.next()) {
      yield DatasetChip.parse(JSON.parse(next.value));
    }
  }
  return { header, chips: chips() };
}

/** The codes of a dataset's chip, row-major; throws where they don't fit its lattice. */
export function cellsOf(chip: DatasetChip): Uint8Array {
  const cells = Buffer.from(chip.cells ?? '', 'base64');
  if (cells.length !== chip.rows * chip.cols) {
    throw new Error(
      `chip ${chip.chip}: ${String(cells.length)} codes for ${String(chip.rows)} x ${String(chip.cols)} cells`,
    );
  }
  return cells;
}
