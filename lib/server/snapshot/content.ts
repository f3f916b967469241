import { createHash } from 'node:crypto';
import type { DatasetChip, DatasetHeader } from '@/lib/contracts/dataset';
import { codeOfClass, isTrainable } from '@/lib/domain/label/cell-code';
import type { SnapshotSummary } from '@/lib/domain/snapshot/schema';
import type { ConfirmedCount } from '@/lib/server/snapshot/confirmed/data';
import type { ConfirmedChip, FrozenView } from '@/lib/server/snapshot/data';
import { summarise } from '@/lib/server/snapshot/summary';
import { turns } from '@/lib/server/turns';

type SplitKey = DatasetChip['split'];
const SPLITS: Record<ConfirmedChip['split'], SplitKey> = {
  TRAIN: 'train',
  CALIBRATION: 'calibration',
  TEST: 'test',
};

/** A snapshot's content while and after it was walked. */
export interface SnapshotContent {
  sha256: string;
  chips: number;
  cells: number;
  summary: SnapshotSummary;
  /** assets that a chip of it lies on */
  assetIds: string[];
}

/**
 * Walks the content of a snapshot: its lines (lib/contracts/dataset.ts), in the order of the chips' numbers, byte for byte the
 * same for the same labels. `finish` gives counts and the hash of all lines once they were read. Memory does not grow.
 */
export function walkSnapshot(view: FrozenView): {
  lines: AsyncGenerator<Buffer>;
  finish: () => SnapshotContent;
} {
  const hash = createHash('sha256');
  const counter = new SnapshotCounter(view);
  async function* lines(): AsyncGenerator<Buffer> {
    for await (const value of values()) {
      const line = Buffer.from(`${JSON.stringify(value)}\n`);
      hash.update(line);
      yield line;
    }
  }
  async function* values(): AsyncGenerator<DatasetHeader | DatasetChip> {
    yield datasetHeader(view);
    const turn = turns();
    for await (const chip of view.chips()) {
      await turn();
      const cells = counter.take(chip);
      if (cells) yield datasetChip(chip, cells);
    }
  }
  return {
    lines: lines(),
    finish: () => ({ sha256: hash.digest('hex'), ...counter.result() }),
  };
}

/** First line of a project's dataset. */
export function datasetHeader(view: Pick<FrozenView, 'project' | 'classes'>): DatasetHeader {
  return {
    contract: 1,
    project: { id: view.project.id, name: view.project.name },
    classes: view.classes.map((c) => ({ code: codeOfClass(c.index), classId: c.id, name: c.name })),
  };
}

/** A chip's line; null cells where only inference is asked for. The order of the keys is part of the bytes. */
export function datasetChip(
  chip: Omit<ConfirmedChip, 'cells' | 'assetId'>,
  cells: Uint8Array | null,
): DatasetChip {
  return {
    chip: chip.id,
    number: chip.number,
    asset: chip.asset.sha256,
    assetName: chip.asset.name,
    gridRow: chip.gridRow,
    gridCol: chip.gridCol,
    image: chip.imageSha,
    mediaType: chip.mediaType,
    width: chip.width,
    height: chip.height,
    x: chip.x,
    y: chip.y,
    rows: chip.rows,
    cols: chip.cols,
    cellPx: chip.cellPx,
    cells: cells && Buffer.from(cells).toString('base64'),
    block: chip.block,
    split: SPLITS[chip.split],
  };
}

/** Counts what is in and what is out, as the triggers of the database do (prisma/migrations, confirmed_counts). */
class SnapshotCounter {
  private readonly view: FrozenView;
  private readonly counts = new Map<string, ConfirmedCount>();
  private readonly assets = new Set<string>();

  constructor(view: FrozenView) {
    this.view = view;
  }

  /** The chip's cells if it is in, else null; counted either way. */
  take(chip: ConfirmedChip): Uint8Array | null {
    const outcome = outcomeOf(chip);
    this.add(chip, outcome, null, { chips: 1, cells: 0 });
    if (outcome !== 'IN') return null;
    this.assets.add(chip.assetId);
    for (const code of chip.cells ?? []) this.add(chip, outcome, code, { chips: 0, cells: 1 });
    return chip.cells;
  }

  result(): Omit<SnapshotContent, 'sha256'> {
    const summary = summarise({ ...this.view, confirmed: [...this.counts.values()] });
    return { ...summary, assetIds: [...this.assets] };
  }

  private add(
    { split }: ConfirmedChip,
    outcome: ConfirmedCount['outcome'],
    code: number | null,
    more: { chips: number; cells: number },
  ): void {
    const key = `${split} ${outcome} ${String(code)}`;
    const count = this.counts.get(key);
    if (count) {
      count.chips += more.chips;
      count.cells += more.cells;
    } else this.counts.set(key, { split, outcome, code, ...more, fingerprint: '0' });
  }
}

function outcomeOf({ cells, rows, cols }: ConfirmedChip): ConfirmedCount['outcome'] {
  if (!cells) return 'NO_CONSENSUS';
  if (cells.length !== rows * cols) return 'MISFIT';
  return cells.some(isTrainable) ? 'IN' : 'UNDECIDED';
}
