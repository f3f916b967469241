/**
 * CROWDLAB (Goh, Tkachenko and Mueller 2022) as cleanlab 2.9 has it (`multiannotator.py`, quality method "crowdlab", consensus
 * "best_quality"), the tests' oracle: how likely each output is for a cell, by people's labels and a model's probabilities.
 * Of equal votes the model decides, then the rarer output, then the first.
 */

/** A cell: what each person said, as place in the outputs, and the model's probability of each output, out of sample. */
export interface CrowdCell<Key = string> {
  labels: ReadonlyMap<Key, number>;
  model: ArrayLike<number>;
}

/** How much each opinion weighs. */
export interface CrowdWeights<Key = string> {
  model: number;
  people: ReadonlyMap<Key, number>;
  /** of somebody of whom nothing is known: the mean of the others */
  unknown: number;
  /** how often a label is the consensus, where several people labelled */
  agreed: number;
}

const LEAST = 1e-6;

/** The weights that cells with labels of several people give; null where there are none. */
export function crowdWeights<Key>(
  cells: readonly CrowdCell<Key>[],
  outputs: number,
): CrowdWeights<Key> | null {
  const labelled = cells.filter(({ labels }) => labels.size > 0);
  if (!labelled.some(({ labels }) => labels.size > 1)) return null;
  const majority = majorityOf(labelled, outputs);
  const first = weightsFor(labelled, majority, outputs);
  const best = labelled.map((cell, i) => bestOf(posteriorOf(cell, first, outputs), majority[i]));
  return weightsFor(labelled, best, outputs);
}

/** The probability of each output, given who said what and what the model says. */
export function posteriorOf<Key>(
  { labels, model }: CrowdCell<Key>,
  weights: CrowdWeights<Key>,
  outputs: number,
): Float64Array {
  const posterior = Float64Array.from(
    { length: outputs },
    (_, k) => weights.model * (model[k] ?? 0),
  );
  let total = weights.model;
  const other = (1 - weights.agreed) / (outputs - 1);
  for (const [person, label] of labels) {
    const weight = weights.people.get(person) ?? weights.unknown;
    total += weight;
    for (let k = 0; k < outputs; k += 1)
      posterior[k] = (posterior[k] ?? 0) + weight * (k === label ? weights.agreed : other);
  }
  return posterior.map((p) => p / total);
}

/** The output that most people gave a cell, of each cell. */
export function majorityOf<Key>(cells: readonly CrowdCell<Key>[], outputs: number): number[] {
  const votes = cells.map(({ labels }) => {
    const counts = new Array<number>(outputs).fill(0);
    for (const label of labels.values()) counts[label] = (counts[label] ?? 0) + 1;
    return counts;
  });
  const frequency = Array.from({ length: outputs }, (_, k) =>
    votes.reduce((sum, counts) => sum + (counts[k] ?? 0), 0),
  );
  return cells.map(({ model }, i) => {
    const counts = votes[i] ?? [];
    const most = Math.max(...counts);
    const tied = counts.flatMap((n, k) => (n === most ? [k] : []));
    tied.sort(
      (a, b) =>
        (model[b] ?? 0) - (model[a] ?? 0) || (frequency[a] ?? 0) - (frequency[b] ?? 0) || a - b,
    );
    return tied[0] ?? 0;
  });
}

/** Weights by how people and model do against a consensus. */
function weightsFor<Key>(
  cells: readonly CrowdCell<Key>[],
  consensus: readonly number[],
  outputs: number,
): CrowdWeights<Key> {
  const shared = cells.flatMap((cell, i) =>
    cell.labels.size > 1 ? [{ ...cell, consensus: consensus[i] ?? 0 }] : [],
  );
  const agreed = mean(
    shared.map(({ labels, consensus }) => sameAs(labels, consensus) / labels.size),
  );
  // what always guessing the commonest output gets wrong
  const counts = new Array<number>(outputs).fill(0);
  for (const { consensus } of shared) counts[consensus] = (counts[consensus] ?? 0) + 1;
  const guessed = Math.max(LEAST, 1 - Math.max(...counts) / shared.length);
  const wrong = mean(shared.map((cell) => Number(likeliest(cell.model) !== cell.consensus)));
  const labels = mean(cells.map((cell) => cell.labels.size));
  const agreements = agreementWithOthers(cells);
  const average = mean([...agreements.values()]);
  const weigh = (agreement: number): number => Math.max(LEAST, 1 - (1 - agreement) / guessed);
  const everybody = new Set(cells.flatMap((cell) => [...cell.labels.keys()]));
  return {
    model: Math.max(LEAST, 1 - wrong / guessed) * Math.sqrt(labels),
    people: new Map([...everybody].map((who) => [who, weigh(agreements.get(who) ?? average)])),
    unknown: weigh(average),
    agreed,
  };
}

/** Of each person who shares cells with others how often these say the same. */
function agreementWithOthers<Key>(cells: readonly CrowdCell<Key>[]): Map<Key, number> {
  const counts = new Map<Key, { same: number; others: number }>();
  for (const { labels } of cells) {
    if (labels.size < 2) continue;
    for (const [person, label] of labels) {
      const count = counts.get(person) ?? { same: 0, others: 0 };
      count.same += sameAs(labels, label) - 1;
      count.others += labels.size - 1;
      counts.set(person, count);
    }
  }
  return new Map([...counts].map(([person, { same, others }]) => [person, same / others]));
}

function sameAs(labels: ReadonlyMap<unknown, number>, label: number): number {
  let same = 0;
  for (const other of labels.values()) if (other === label) same += 1;
  return same;
}

function likeliest(probabilities: ArrayLike<number>): number {
  let best = 0;
  for (let k = 1; k < probabilities.length; k += 1) {
    if ((probabilities[k] ?? 0) > (probabilities[best] ?? 0)) best = k;
  }
  return best;
}

/** The likeliest output; where several are as likely, the majority's. */
function bestOf(posterior: Float64Array, majority = 0): number {
  const most = Math.max(...posterior);
  const best = [...posterior].flatMap((p, k) => (p === most ? [k] : []));
  return best.length === 1 ? (best[0] ?? majority) : majority;
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
}
