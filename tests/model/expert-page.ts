// Script of the page on which a simulated expert labels: the product's own editor, proposals and model worker, without the screen.
import { UNLABELLED } from '@/lib/domain/label/cell-code';
import { likeliestClasses, reaches } from '@/lib/domain/proposal/rule';
import { personalThreshold } from '@/lib/domain/proposal/thresholds';
import type { EditorPrediction } from '@/lib/editor/prediction';
import { EditorStore } from '@/lib/editor/store';
import { ActionCounter } from '@/lib/editor/action-counts';
import { createPredictor } from '@/lib/ml/client';
import type { LearntChip, Predictor } from '@/lib/ml/predictor';

/** How the expert works: whether they drag over neighbours, and whether they move the threshold. */
export const HABITS = {
  /** a click a cell, the threshold as it is */
  clicks: { drags: false, threshold: false },
  /** a click a cell; the threshold where the fewest cells are left to correct */
  threshold: { drags: false, threshold: true },
  /** one drag over neighbours in a row that need the same, the threshold as it is */
  drags: { drags: true, threshold: false },
} as const;
export type Habit = keyof typeof HABITS;

/** What labelling one chip took, in actions. */
export interface Labelled {
  readonly byHand: Readonly<Record<Habit, number>>;
  readonly withProposals: Readonly<Record<Habit, number>>;
  /** marks that were proposed, and those of them that were right */
  readonly shown: number;
  readonly right: number;
  readonly learnMs: number;
}

export interface ExpertPage {
  predictor: Predictor;
  label: (chip: LearntChip, truth: number[]) => Promise<Labelled>;
}

const CLASS = 16;
const THRESHOLD = 0.45;
const predictor = createPredictor(() => new Worker('/build/worker.js', { type: 'module' }));

/** An editor on a chip that is wholly on screen; `actions` counts the strokes that changed cells. */
function open(chip: LearntChip) {
  const counter = new ActionCounter();
  const counted = { actions: 0 };
  const side = chip.cellPx * chip.cols;
  const editor = new EditorStore({
    lattice: { ...chip, picture: { width: side, height: chip.cellPx * chip.rows } },
    cells: new Uint8Array(chip.rows * chip.cols),
    activeCode: CLASS,
    thresholds: personalThreshold(THRESHOLD),
    overlay: {
      ...{ labels: true, lattice: true, proposals: true, absent: true },
      ...{ opacity: 1, latticeOpacity: 1, by: 'class' },
    },
    onEdits: (edits, source) => {
      counted.actions += 1;
      counter.add(edits, source);
    },
  });
  editor.resize({ width: 800, height: 800 });
  editor.pictureShown();
  return { editor, counted, counter };
}

/** Cells that are not yet as in truth, those that one drag changes together: neighbours in a row where the hand may drag. */
function strokesLeft(editor: EditorStore, truth: readonly number[], drags: boolean): number[][] {
  const { cells, cols } = editor.getState().labelling;
  const strokes: number[][] = [];
  truth.forEach((code, cell) => {
    const [is, ought] = [cells[cell] === CLASS, code === CLASS];
    if (is === ought) return;
    const last = strokes.at(-1);
    const before = last?.at(-1);
    const joins =
      drags && before === cell - 1 && cell % cols !== 0 && (cells[before] === CLASS) === is;
    if (joins) last?.push(cell);
    else strokes.push([cell]);
  });
  return strokes;
}

/** Corrects what is not yet as in truth, then "rest are absent": ends with the labelling of truth. */
function correct(editor: EditorStore, truth: readonly number[], drags: boolean): void {
  for (const stroke of strokesLeft(editor, truth, drags)) {
    // a click gives the class, and takes it off where it stands; a drag does to all what it does to its first cell
    const code = truth[stroke[0] ?? 0] === CLASS ? CLASS : UNLABELLED;
    editor.give(stroke, code);
  }
  if (editor.getState().labelling.cells.includes(UNLABELLED)) editor.markRestAbsent('absent');
  const { cells } = editor.getState().labelling;
  if (truth.some((code, cell) => cells[cell] !== code))
    throw new Error('the labelling is not the truth');
}

/** Cells that accepting at a threshold would leave to be corrected. */
function mistakes(
  prediction: EditorPrediction,
  truth: readonly number[],
  threshold: number,
): number {
  let wrong = truth.filter((code) => code === CLASS).length;
  for (const { cell, code, probability } of likeliestClasses(prediction)) {
    if (reaches(probability, threshold)) wrong += truth[cell] === code ? -1 : 1;
  }
  return wrong;
}

/**
 * The expert sees the proposals appear and go while the slider is dragged, and lets go where they look best. Worth a drag where
 * that saves more than the drag.
 */
function bestThreshold(prediction: EditorPrediction, truth: readonly number[]): number {
  let best = { threshold: THRESHOLD, cost: mistakes(prediction, truth, THRESHOLD) };
  for (let hundredth = 5; hundredth < 100; hundredth += 1) {
    const cost = mistakes(prediction, truth, hundredth / 100) + 1;
    if (cost < best.cost) best = { threshold: hundredth / 100, cost };
  }
  return best.threshold;
}

/** Labels a chip by a habit, with proposals where there are some and taking them is cheaper. Returns the actions. */
function work(
  chip: LearntChip,
  truth: readonly number[],
  habit: Habit,
  given: EditorPrediction | null,
) {
  const { drags, threshold: moves } = HABITS[habit];
  const { editor, counted, counter } = open(chip);
  let dragged = 0;
  if (given) {
    editor.set({ prediction: given });
    const threshold = moves ? bestThreshold(given, truth) : THRESHOLD;
    const positives = truth.filter((code) => code === CLASS).length;
    const cost = mistakes(given, truth, threshold) + 1 + (threshold === THRESHOLD ? 0 : 1);
    // an expert who sees that most of it is wrong marks by hand
    if (editor.shown().length > 0 && cost < positives) {
      if (threshold !== THRESHOLD) dragged = 1;
      editor.set({ thresholds: personalThreshold(threshold) });
      editor.accept();
    }
  }
  correct(editor, truth, drags);
  // submitting is one more
  return {
    actions: counted.actions + dragged + 1,
    counts: counter.of(editor.getState().labelling.cells),
  };
}

const byHabit = (count: (habit: Habit) => number): Record<Habit, number> => ({
  clicks: count('clicks'),
  threshold: count('threshold'),
  drags: count('drags'),
});

async function label(chip: LearntChip, truth: number[]): Promise<Labelled> {
  const found = await predictor.predict(chip);
  const given: EditorPrediction | null =
    found.values.length === 0 ? null : { ...found, withheld: found.withheld !== null };
  const { editor } = open(chip);
  if (given) editor.set({ prediction: given });
  const shown = editor.shown();
  const { counts } = work(chip, truth, 'clicks', given);
  const start = performance.now();
  // the expert looks at the next chip for longer than this takes
  await predictor.train(chip, Uint8Array.from(truth), {
    thresholds: personalThreshold(THRESHOLD),
    shown: editor.proposalsWereShown(),
    actions: counts,
  });
  return {
    byHand: byHabit((habit) => work(chip, truth, habit, null).actions),
    withProposals: byHabit((habit) => work(chip, truth, habit, given).actions),
    shown: shown.length,
    right: shown.filter(({ cell, code }) => truth[cell] === code).length,
    learnMs: performance.now() - start,
  };
}

predictor.setScope({
  person: 'expert',
  project: 'urban-trees',
  classes: [{ code: CLASS, name: 'tree' }],
});
Object.assign(globalThis, { predictor, label } satisfies ExpertPage);
