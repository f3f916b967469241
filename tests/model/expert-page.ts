// Script of the page on which a simulated expert labels: the product's own editor, proposals and model worker, without the screen.
import { UNSEEN } from '@/lib/domain/label/cell-code';
import { classProposals } from '@/lib/editor/proposals';
import type { Probabilities } from '@/lib/editor/proposals';
import { placeOf } from '@/lib/editor/sheet';
import { EditorStore } from '@/lib/editor/store';
import { Tallier, actionsSaved } from '@/lib/editor/tally';
import { createPredictor } from '@/lib/ml/client';
import type { LearntChip, Predictor } from '@/lib/ml/predictor';

/** What labelling one chip took. */
export interface Labelled {
  readonly byHand: number;
  readonly withProposals: number;
  /** of `withProposals`, the drags of the threshold */
  readonly thresholdDrags: number;
  readonly shown: number;
  readonly right: number;
  readonly by: string;
  /** what the product's own panel would say was saved so far */
  readonly saidSaved: number;
  readonly learnMs: number;
}

export interface ExpertPage {
  predictor: Predictor;
  label: (chip: LearntChip, truth: number[]) => Promise<Labelled>;
}

const CLASS = 16;
const THRESHOLD = 0.45;
const predictor = createPredictor(() => new Worker('/build/worker.js', { type: 'module' }));
const tallies: ReturnType<Tallier['of']>[] = [];

/** An editor on a chip that is wholly on screen; `actions` counts the strokes that changed cells. */
function open(chip: LearntChip) {
  const tallier = new Tallier();
  const counted = { actions: 0 };
  const side = chip.cellPx * chip.cols;
  const editor = new EditorStore({
    lattice: { ...chip, picture: { width: side, height: chip.cellPx * chip.rows } },
    cells: new Uint8Array(chip.rows * chip.cols),
    activeCode: CLASS,
    threshold: THRESHOLD,
    overlay: {
      ...{ labels: true, lattice: true, proposals: true, absent: true },
      ...{ opacity: 1, latticeOpacity: 1, by: 'class' },
    },
    onEdits: (edits, means) => {
      counted.actions += 1;
      tallier.add(edits, means);
    },
  });
  editor.resize({ width: 800, height: 800 });
  editor.pictureShown();
  return { editor, counted, tallier };
}

/** Clicks what is not yet as in truth, then "rest are absent": ends with the sheet of truth. */
function correct(editor: EditorStore, truth: readonly number[]): void {
  truth.forEach((code, cell) => {
    const now = editor.getState().sheet.cells[cell];
    // a click gives the class, and takes it off where it stands
    if ((code === CLASS) === (now === CLASS)) return;
    editor.set({ cursor: placeOf(editor.getState().sheet, cell) });
    editor.hand.useAtCursor();
  });
  if (editor.getState().sheet.cells.includes(UNSEEN)) editor.markRestAbsent();
  const { cells } = editor.getState().sheet;
  if (truth.some((code, cell) => cells[cell] !== code))
    throw new Error('the sheet is not the truth');
}

/** Cells that accepting at a threshold would leave to be corrected. */
function mistakes(
  probabilities: Probabilities,
  truth: readonly number[],
  threshold: number,
): number {
  let wrong = truth.filter((code) => code === CLASS).length;
  for (const { cell, code, probability } of classProposals(probabilities, truth.length)) {
    if (probability >= threshold) wrong += truth[cell] === code ? -1 : 1;
  }
  return wrong;
}

/**
 * The expert sees the proposals appear and go while the slider is dragged, and lets go where they look best. Worth a drag where
 * that saves more than the drag.
 */
function bestThreshold(probabilities: Probabilities, truth: readonly number[]): number {
  let best = { threshold: THRESHOLD, cost: mistakes(probabilities, truth, THRESHOLD) };
  for (let hundredth = 5; hundredth < 100; hundredth += 1) {
    const cost = mistakes(probabilities, truth, hundredth / 100) + 1;
    if (cost < best.cost) best = { threshold: hundredth / 100, cost };
  }
  return best.threshold;
}

async function label(chip: LearntChip, truth: number[]): Promise<Labelled> {
  const hand = open(chip);
  correct(hand.editor, truth);

  const { editor, counted, tallier } = open(chip);
  const { probs, outputs, preview, withheld } = await predictor.predict(chip);
  let drags = 0;
  let [shown, right] = [0, 0];
  if (probs.length > 0) {
    const probabilities = {
      versionId: null,
      outputs,
      values: probs,
      preview,
      withheld: withheld !== null,
    };
    editor.set({ probabilities });
    const positives = truth.filter((code) => code === CLASS).length;
    if (editor.shown().length > 0) {
      shown = editor.shown().length;
      right = editor.shown().filter(({ cell, code }) => truth[cell] === code).length;
      const threshold = bestThreshold(probabilities, truth);
      const cost =
        mistakes(probabilities, truth, threshold) + 1 + (threshold === THRESHOLD ? 0 : 1);
      // an expert who sees that most of it is wrong marks by hand
      if (cost < positives) {
        if (threshold !== THRESHOLD) drags = 1;
        editor.set({ threshold });
        editor.accept();
      }
    }
  }
  correct(editor, truth);
  const tally = tallier.of(editor.getState().sheet.cells);
  tallies.push(tally);
  const state = predictor.state.kind === 'ready' ? predictor.state.live : null;
  const start = performance.now();
  // the expert looks at the next chip for longer than this takes
  await predictor.learn(chip, Uint8Array.from(truth), {
    threshold: THRESHOLD,
    shown: state?.choice.by ?? null,
    tally,
  });
  return {
    // submitting is one more
    byHand: hand.counted.actions + 1,
    withProposals: counted.actions + drags + 1,
    thresholdDrags: drags,
    ...{ shown, right },
    by: state?.choice.by ?? 'nobody',
    saidSaved: actionsSaved(tallies),
    learnMs: performance.now() - start,
  };
}

predictor.attend({
  person: 'expert',
  project: 'urban-trees',
  classes: [{ code: CLASS, name: 'tree' }],
});
Object.assign(globalThis, { predictor, label } satisfies ExpertPage);
