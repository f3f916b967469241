import { z } from 'zod';
import { ENOUGH, wilson } from '@/lib/core/wilson';
import { ABSENT, isTrainable } from '@/lib/domain/label/cell-code';
import { levelOf } from '@/lib/domain/proposal/prediction';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import { likeliestClasses, reaches } from '@/lib/domain/proposal/rule';
import { thresholdFor } from '@/lib/domain/proposal/thresholds';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';

const Count = z.int().nonnegative();

/**
 * Confirmed cells by the class that the version finds likeliest there and by the probability as it is stored (0 to 255): how often
 * the label is that class and how often not. With it every threshold's figures can be told. GET /projects/:project/proposals/accuracy
 */
export const ProposalAccuracy = z.object({
  version: z.object({ id: z.uuid(), name: z.string() }),
  chips: Count,
  /** a runner has still to score chips that it could be counted on */
  counting: z.boolean(),
  classes: z.array(
    z.object({
      code: z.int(),
      name: z.string(),
      /** cells with this label */
      cells: Count,
      /** [level, right, wrong], by level */
      levels: z.array(z.tuple([Count, Count, Count])),
    }),
  ),
});
export type ProposalAccuracy = z.infer<typeof ProposalAccuracy>;

/** Sums up chips one after the other; `table` gives what came in so far. */
export class AccuracyCounter {
  readonly #version: ProposalAccuracy['version'];
  readonly #classes: Map<
    number,
    { name: string; cells: number; levels: Map<number, [number, number]> }
  >;
  #chips = 0;

  constructor({
    id,
    name,
    outputs,
  }: {
    id: string;
    name: string;
    outputs: ChipPrediction['outputs'];
  }) {
    this.#version = { id, name };
    const classes = outputs.filter(({ code }) => code !== ABSENT);
    this.#classes = new Map(
      classes.map((output) => [
        output.code,
        { name: output.name, cells: 0, levels: new Map<number, [number, number]>() },
      ]),
    );
  }

  /** A chip's prediction and its confirmed labels; cells that are not decided say nothing. */
  add(prediction: ChipPrediction, labels: Uint8Array): void {
    this.#chips += 1;
    for (const { cell, code, probability } of likeliestClasses(prediction)) {
      const label = labels[cell] ?? 0;
      if (!isTrainable(label)) continue;
      const labelled = this.#classes.get(label);
      if (labelled) labelled.cells += 1;
      const levels = this.#classes.get(code)?.levels;
      const level = levelOf(probability);
      const counts = levels?.get(level) ?? [0, 0];
      counts[label === code ? 0 : 1] += 1;
      levels?.set(level, counts);
    }
  }

  /** `counting`: there are chips to come, which the version has not scored yet. */
  table(counting: boolean): ProposalAccuracy {
    const classes = [...this.#classes].map(([code, { name, cells, levels }]) => ({
      ...{ code, name, cells },
      levels: [...levels]
        .sort(([a], [b]) => a - b)
        .map(([level, [right, wrong]]): [number, number, number] => [level, right, wrong]),
    }));
    return { version: this.#version, chips: this.#chips, counting, classes };
  }
}

/** How right the proposals of a class, or of all, are from a threshold on. */
export interface AccuracyLine {
  /** proposals by the rule, had no cell a label */
  readonly proposed: number;
  readonly right: number;
  /** cells with a label that could have been proposed */
  readonly cells: number;
  /** false: too few proposals to say how many are right */
  readonly enough: boolean;
  /** right in a hundred proposals, with its 95 % interval: of cells, which resemble each other within a chip, so a little narrow */
  readonly precision: number;
  readonly low: number;
  readonly high: number;
  /** proposed in a hundred cells with the label; null: there are too few of them to say */
  readonly recall: number | null;
}

/** The figures at these thresholds: of all classes together, and of each. */
export function accuracyAt(
  { classes }: ProposalAccuracy,
  thresholds: Thresholds,
): { all: AccuracyLine; classes: (AccuracyLine & { code: number; name: string })[] } {
  const lines = classes.map(({ code, name, cells, levels }) => {
    const from = thresholdFor(thresholds, code);
    const above = levels.filter(([level]) => reaches(level / 255, from));
    const right = above.reduce((sum, [, yes]) => sum + yes, 0);
    const proposed = above.reduce((sum, [, yes, no]) => sum + yes + no, 0);
    return { code, name, ...lineOf(proposed, right, cells) };
  });
  const sum = (of: (line: AccuracyLine) => number): number =>
    lines.reduce((total, line) => total + of(line), 0);
  const all = lineOf(
    sum(({ proposed }) => proposed),
    sum(({ right }) => right),
    sum(({ cells }) => cells),
  );
  return { all, classes: lines };
}

function lineOf(proposed: number, right: number, cells: number): AccuracyLine {
  const { low, high } = wilson(right, proposed);
  return {
    ...{ proposed, right, cells, enough: proposed >= ENOUGH },
    precision: inHundred(proposed === 0 ? 0 : right / proposed),
    low: inHundred(low),
    high: inHundred(high),
    recall: cells >= ENOUGH ? inHundred(right / cells) : null,
  };
}

function inHundred(share: number): number {
  return Math.round(100 * share);
}
