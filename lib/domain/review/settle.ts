import { posteriorOf } from '@/lib/domain/agreement/crowdlab';
import type { CrowdWeights } from '@/lib/domain/agreement/crowdlab';
import { UNLABELLED, isDecided } from '@/lib/domain/label/cell-code';
import { probabilityAt } from '@/lib/domain/proposal/prediction';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';

/** By what a cell of a consensus was settled: a byte a cell, kept with the verdict. */
export const SETTLED = {
  /** nobody said anything */
  nobody: 0,
  /** only one person decided it */
  one: 1,
  /** all who decided it agree */
  agreed: 2,
  majority: 3,
  crowdlab: 4,
  reviewer: 5,
  /** it waits for a person */
  open: 6,
  /** members decided it, alone or as one; what guests say of it does not count */
  member: 7,
} as const;
export type SettledBy = keyof typeof SETTLED;

const NAMES = Object.keys(SETTLED) as SettledBy[];

/** The name of a byte. */
export function settledBy(byte: number): SettledBy {
  return NAMES.find((name) => SETTLED[name] === byte) ?? 'reviewer';
}

/** How a project settles cells of chips that several people labelled. */
export type SettleRule =
  | { kind: 'REVIEWER' | 'MAJORITY' }
  | {
      kind: 'CROWDLAB';
      weights: CrowdWeights;
      /** out of sample: the chip's labels were no part of its training */
      prediction: ChipPrediction;
      threshold: number;
    };

export interface PersonCells {
  readonly userId: string | null;
  readonly cells: Uint8Array;
  /** somebody from outside, of unknown reliability; left out: no */
  readonly isGuest?: boolean;
}

/** What a reviewer starts from, and by what each cell of it was settled. */
export interface SettledCells {
  draft: Uint8Array;
  settled: Uint8Array;
}

/**
 * Settles the cells of a chip by people's labels and a rule (docs/decisions/0039). Cells that it leaves open are unlabelled and wait
 * for a person. One person's labels stand under every rule, and no rule gives a cell a label that nobody gave it. Where members decided
 * a cell, guests are not asked (docs/decisions/0047).
 */
export function settle(
  people: readonly PersonCells[],
  size: number,
  rule: SettleRule,
): SettledCells {
  const [draft, settled] = [new Uint8Array(size), new Uint8Array(size)];
  for (let cell = 0; cell < size; cell += 1) {
    const votes = votesOf(people, cell);
    const members = votes.filter((vote) => !vote.isGuest);
    const found = settleCell(members.length > 0 ? members : votes, cell, rule);
    draft[cell] = found.code;
    const before = members.length > 0 && members.length < votes.length;
    const by = before && (found.by === 'one' || found.by === 'agreed') ? 'member' : found.by;
    settled[cell] = SETTLED[by];
  }
  return { draft, settled };
}

interface Vote {
  userId: string;
  code: number;
  isGuest: boolean;
}

function votesOf(people: readonly PersonCells[], cell: number): Vote[] {
  return people
    .map(({ userId, cells, isGuest = false }) => ({
      ...{ userId: userId ?? '', code: cells[cell] ?? UNLABELLED },
      isGuest,
    }))
    .filter(({ code }) => isDecided(code));
}

const OPEN = { code: UNLABELLED, by: 'open' } as const;

function settleCell(
  votes: readonly Vote[],
  cell: number,
  rule: SettleRule,
): { code: number; by: SettledBy } {
  const [first] = votes;
  if (!first) return { code: UNLABELLED, by: 'nobody' };
  if (votes.length === 1) return { code: first.code, by: 'one' };
  const crowd = rule.kind === 'CROWDLAB' ? likeliest(votes, cell, rule) : null;
  if (crowd) return crowd;
  const counts = new Map<number, number>();
  for (const { code } of votes) counts.set(code, (counts.get(code) ?? 0) + 1);
  if (counts.size === 1) return { code: first.code, by: 'agreed' };
  if (rule.kind !== 'MAJORITY') return OPEN;
  const most = [...counts].find(([, n]) => 2 * n > votes.length);
  return most ? { code: most[0], by: 'majority' } : OPEN;
}

/** What CROWDLAB says of a cell; null where somebody gave it a label of which the model knows nothing, as unsure. */
function likeliest(
  votes: readonly Vote[],
  cell: number,
  rule: Extract<SettleRule, { kind: 'CROWDLAB' }>,
): { code: number; by: SettledBy } | null {
  const { outputs } = rule.prediction;
  const labels = new Map(
    votes.map(({ userId, code }) => [userId, outputs.findIndex((one) => one.code === code)]),
  );
  if ([...labels.values()].includes(-1)) return null;
  const model = outputs.map((_, k) => probabilityAt(rule.prediction, cell, k));
  const posterior = posteriorOf({ labels, model }, rule.weights, outputs.length);
  const best = Math.max(...posterior);
  const code = outputs[posterior.indexOf(best)]?.code ?? UNLABELLED;
  const isGiven = votes.some((vote) => vote.code === code);
  return best >= rule.threshold && isGiven ? { code, by: 'crowdlab' } : OPEN;
}
