import { seededRandom } from '@/lib/core/seeded-random';
import { crowdWeights, posteriorOf } from '@/lib/domain/agreement/crowdlab';
import type { CrowdCell } from '@/lib/domain/agreement/crowdlab';

/** Five people of known accuracy: two experts, two who know most of it, a beginner. */
const ACCURACIES = [0.95, 0.92, 0.85, 0.8, 0.65];
const OUTPUTS = 4;
/** The commonest output is what most cells show, as on real imagery. */
const SHARES = [0.55, 0.25, 0.13, 0.07];
/** How far apart what a model sees of the outputs lies, in standard deviations: it is right in some four of five cells. */
const EVIDENCE = 1.6;
const DRAWN = 1000;

/** What became of one made-up panel's cells. */
export interface PanelResult {
  /** for each cell whether it came out right */
  majority: boolean[];
  crowdlab: boolean[];
  /** the posterior of CROWDLAB's label */
  posterior: number[];
}

/** Cells of which each was labelled by `labels` of five people, by a seed; settled by majority (ties by chance) and by CROWDLAB. */
export function simulatePanel(seed: number, cells: number, labels: number): PanelResult {
  const random = seededRandom(seed);
  const draw = (shares: readonly number[]): number => {
    let left = random();
    const found = shares.findIndex((share) => (left -= share) < 0);
    return found < 0 ? shares.length - 1 : found;
  };
  const wrong = (truth: number): number =>
    (truth + 1 + Math.floor(random() * (OUTPUTS - 1))) % OUTPUTS;
  const truths: number[] = [];
  const majority: boolean[] = [];
  const made: CrowdCell<number>[] = Array.from({ length: cells }, () => {
    const truth = draw(SHARES);
    truths.push(truth);
    const people = [...ACCURACIES.keys()].map((person) => ({ person, order: random() }));
    people.sort((a, b) => a.order - b.order);
    const given = people.slice(0, labels).map(({ person }): [number, number] => {
      const right = random() < (ACCURACIES[person] ?? 0);
      return [person, right ? truth : wrong(truth)];
    });
    majority.push(voteOf(given, random) === truth);
    const model = modelOf(truth, random);
    return { labels: new Map(given), model };
  });
  const weights = crowdWeights(made, OUTPUTS);
  if (!weights) throw new Error('a panel needs cells with two labels');
  const posteriors = made.map((cell) => posteriorOf(cell, weights, OUTPUTS));
  const best = posteriors.map((posterior) => Math.max(...posterior));
  return {
    majority,
    crowdlab: posteriors.map((p, i) => p.indexOf(best[i] ?? 1) === truths[i]),
    posterior: best,
  };
}

/** What a calibrated model says of a cell: its evidence is normal around the truth, its probabilities follow Bayes from the shares. */
function modelOf(truth: number, random: () => number): number[] {
  const odds = SHARES.map((share, k) => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return share * Math.exp(EVIDENCE * (normal + (k === truth ? EVIDENCE : 0)));
  });
  const sum = odds.reduce((all, one) => all + one, 0);
  return odds.map((one) => one / sum);
}

function voteOf(given: readonly [number, number][], random: () => number): number {
  const votes = new Array<number>(OUTPUTS).fill(0);
  for (const [, label] of given) votes[label] = (votes[label] ?? 0) + 1;
  const most = Math.max(...votes);
  const tied = votes.flatMap((n, k) => (n === most ? [k] : []));
  return tied[Math.floor(random() * tied.length)] ?? 0;
}

/** Share of cells that came out right. */
export function rightShare(cells: readonly boolean[]): number {
  return cells.filter((right) => right).length / cells.length;
}

/** The 95 % bootstrap interval of how many more cells CROWDLAB gets right than the majority: the same cells are drawn for both. */
export function gainInterval({ majority, crowdlab }: PanelResult): [low: number, high: number] {
  const random = seededRandom(1);
  const n = majority.length;
  const gains = Array.from({ length: DRAWN }, () => {
    let gain = 0;
    for (let i = 0; i < n; i += 1) {
      const cell = Math.floor(random() * n);
      gain += Number(crowdlab[cell]) - Number(majority[cell]);
    }
    return gain / n;
  }).sort((a, b) => a - b);
  return [gains[Math.floor(0.025 * DRAWN)] ?? 0, gains[Math.floor(0.975 * DRAWN)] ?? 0];
}

/** Panels as one. */
export function pooled(panels: readonly PanelResult[]): PanelResult {
  return {
    majority: panels.flatMap((panel) => panel.majority),
    crowdlab: panels.flatMap((panel) => panel.crowdlab),
    posterior: panels.flatMap((panel) => panel.posterior),
  };
}

/** Of the cells whose posterior reaches a threshold whether they came out right. */
export function settledFrom({ crowdlab, posterior }: PanelResult, threshold: number): boolean[] {
  return crowdlab.filter((_, i) => (posterior[i] ?? 0) >= threshold);
}
