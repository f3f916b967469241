import type { DatasetChip } from '@/lib/contracts/dataset';
import {
  ABSENT,
  UNLABELLED,
  UNSURE,
  UNUSABLE,
  codeOfClass,
  isTrainable,
} from '@/lib/domain/label/cell-code';
import { LeftOutReason } from '@/lib/domain/snapshot/schema';
import type { SnapshotSummary } from '@/lib/domain/snapshot/schema';
import type { ConfirmedCount } from '@/lib/server/snapshot/confirmed/data';
import type { FrozenHead } from '@/lib/server/snapshot/data';

type SplitKey = DatasetChip['split'];
const SPLITS: Record<ConfirmedCount['split'], SplitKey> = {
  TRAIN: 'train',
  CALIBRATION: 'calibration',
  TEST: 'test',
};
const OUTCOMES = {
  NO_CONSENSUS: 'noConsensus',
  MISFIT: 'misfit',
  UNDECIDED: 'undecided',
} as const satisfies Record<Exclude<ConfirmedCount['outcome'], 'IN'>, LeftOutReason>;
const STATUSES = {
  UNTOUCHED: 'untouched',
  IN_PROGRESS: 'inProgress',
  SUBMITTED: 'submitted',
  RETURNED: 'returned',
} as const satisfies Record<string, LeftOutReason>;

/** What a snapshot holds and leaves out, by the stored counts of its view. */
export function summarise({ classes, others, confirmed }: FrozenHead): {
  chips: number;
  cells: number;
  summary: SnapshotSummary;
} {
  const splits = { train: zero(), calibration: zero(), test: zero() };
  const codes = new Map<number, Record<SplitKey, number>>();
  const leftOut = new Map<LeftOutReason, number>();
  for (const { status, chips } of others) {
    if (status !== 'CONFIRMED') leftOut.set(STATUSES[status], chips);
  }
  for (const { split, outcome, code, chips, cells } of confirmed) {
    if (outcome !== 'IN') {
      const reason = OUTCOMES[outcome];
      leftOut.set(reason, (leftOut.get(reason) ?? 0) + chips);
    } else if (code === null) splits[SPLITS[split]].chips += chips;
    else {
      const row = codes.get(code) ?? { train: 0, calibration: 0, test: 0 };
      codes.set(code, { ...row, [SPLITS[split]]: cells });
      if (isTrainable(code)) splits[SPLITS[split]].cells += cells;
    }
  }
  const total = (code: number) => {
    const row = codes.get(code);
    return row ? row.train + row.calibration + row.test : 0;
  };
  const { train, calibration, test } = splits;
  const outputs = [
    { code: ABSENT, name: 'absent', archived: false },
    ...classes.map((c) => ({ ...c, code: codeOfClass(c.index) })),
  ];
  return {
    chips: train.chips + calibration.chips + test.chips,
    cells: train.cells + calibration.cells + test.cells,
    summary: {
      splits,
      classes: outputs
        .filter((output) => !output.archived || total(output.code) > 0)
        .map(({ code, name }) => ({
          ...{ code, name },
          cells: codes.get(code) ?? { train: 0, calibration: 0, test: 0 },
        })),
      leftOut: {
        chips: LeftOutReason.options.flatMap((reason) => {
          const chips = leftOut.get(reason) ?? 0;
          return chips > 0 ? [{ reason, chips }] : [];
        }),
        cells: { unlabelled: total(UNLABELLED), unsure: total(UNSURE), unusable: total(UNUSABLE) },
      },
    },
  };
}

function zero(): { chips: number; cells: number } {
  return { chips: 0, cells: 0 };
}
