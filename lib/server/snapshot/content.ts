import { createHash } from 'node:crypto';
import type { DatasetChip, DatasetHeader } from '@/lib/contracts/dataset';
import type { LeftOutReason, SnapshotSummary } from '@/lib/domain/snapshot/schema';
import type { ConfirmedChip, FrozenView } from '@/lib/server/snapshot/data';

type SplitKey = DatasetChip['split'];
const SPLITS: Record<ConfirmedChip['split'], SplitKey> = {
  TRAIN: 'train',
  CALIBRATION: 'calibration',
  TEST: 'test',
};
const STATUS_REASONS = {
  UNTOUCHED: 'untouched',
  IN_PROGRESS: 'in_progress',
  SUBMITTED: 'submitted',
  RETURNED: 'returned',
} as const satisfies Record<string, LeftOutReason>;

/** A snapshot's content while and after it was walked. */
export interface SnapshotContent {
  sha256: string;
  chips: number;
  cells: number;
  summary: SnapshotSummary;
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
  const tally = new SnapshotCounter(view);
  async function* lines(): AsyncGenerator<Buffer> {
    for await (const value of values()) {
      const line = Buffer.from(`${JSON.stringify(value)}\n`);
      hash.update(line);
      yield line;
    }
  }
  async function* values(): AsyncGenerator<DatasetHeader | DatasetChip> {
    yield datasetHeader(view);
    for await (const chip of view.chips()) {
      const cells = tally.take(chip);
      if (cells) yield datasetChip(chip, cells);
    }
  }
  return {
    lines: lines(),
    finish: () => ({ sha256: hash.digest('hex'), ...tally.result() }),
  };
}

/** First line of a project's dataset. */
export function datasetHeader(view: Pick<FrozenView, 'project' | 'classes'>): DatasetHeader {
  return {
    contract: 1,
    project: { id: view.project.id, name: view.project.name },
    classes: view.classes.map((c) => ({ code: 16 + c.index, classId: c.id, name: c.name })),
  };
}

/** A chip's line; null cells where only inference is asked for. The order of the keys is part of the bytes. */
export function datasetChip(
  chip: Omit<ConfirmedChip, 'cells'>,
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

/** Counts what is in and what is out. */
class SnapshotCounter {
  private readonly view: FrozenView;
  private readonly splits = { train: zero(), calibration: zero(), test: zero() };
  /** cells by code and split, of chips that are in */
  private readonly codes = new Map<number, Record<SplitKey, number>>();
  private readonly leftOut = new Map<LeftOutReason, number>();

  constructor(view: FrozenView) {
    this.view = view;
    for (const { status, chips } of view.others) {
      if (status !== 'CONFIRMED') this.leftOut.set(STATUS_REASONS[status], chips);
    }
  }

  /** The chip's cells if it is in, else null; counted either way. */
  take(chip: ConfirmedChip): Uint8Array | null {
    if (!chip.cells) return this.skip('no_consensus');
    if (chip.cells.length !== chip.rows * chip.cols) return this.skip('misfit');
    const decided = chip.cells.reduce((n, code) => n + (isDecided(code) ? 1 : 0), 0);
    if (decided === 0) return this.skip('undecided');
    const split = SPLITS[chip.split];
    this.splits[split].chips += 1;
    this.splits[split].cells += decided;
    for (const code of chip.cells) {
      let row = this.codes.get(code);
      if (!row) this.codes.set(code, (row = { train: 0, calibration: 0, test: 0 }));
      row[split] += 1;
    }
    return chip.cells;
  }

  result(): Omit<SnapshotContent, 'sha256'> {
    const { train, calibration, test } = this.splits;
    const total = (code: number) => {
      const row = this.codes.get(code);
      return row ? row.train + row.calibration + row.test : 0;
    };
    const none = { train: 0, calibration: 0, test: 0 };
    const outputs = [
      { code: 1, name: 'absent', archived: false },
      ...this.view.classes.map((c) => ({ ...c, code: 16 + c.index })),
    ];
    return {
      chips: train.chips + calibration.chips + test.chips,
      cells: train.cells + calibration.cells + test.cells,
      summary: {
        splits: this.splits,
        classes: outputs
          .filter((output) => !output.archived || total(output.code) > 0)
          .map(({ code, name }) => ({ code, name, cells: this.codes.get(code) ?? none })),
        leftOut: {
          chips: [...this.leftOut].map(([reason, chips]) => ({ reason, chips })),
          cells: { unseen: total(0), unsure: total(2), unusable: total(3) },
        },
      },
    };
  }

  private skip(reason: LeftOutReason): null {
    this.leftOut.set(reason, (this.leftOut.get(reason) ?? 0) + 1);
    return null;
  }
}

function isDecided(code: number): boolean {
  return code === 1 || code >= 16;
}

function zero(): { chips: number; cells: number } {
  return { chips: 0, cells: 0 };
}
