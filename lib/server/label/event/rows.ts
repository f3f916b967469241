import type { CellChange, ShownProposal } from '@/lib/domain/label/schema';

/** What a save's row keeps of its changes: one entry a change in each list. */
export interface SaveEventRow {
  source: CellChange['source'];
  cells: number[];
  before: number[];
  after: number[];
  /** null in all of these where no model had spoken in any of the cells */
  shownCodes: (number | null)[] | null;
  shownProbabilities: (number | null)[] | null;
  shownThresholds: (number | null)[] | null;
  shownWhen: (ShownProposal['when'] | null)[] | null;
  /** place of the proposal's version in `versionIds`, from 1; null for the person's live head */
  shownVersions: (number | null)[] | null;
  versionIds: string[] | null;
}

/** The rows of a save: one, or one for each run of changes with the same source where it has several. */
export function toEventRows(changes: readonly CellChange[]): SaveEventRow[] {
  const runs: CellChange[][] = [];
  for (const change of changes) {
    const run = runs.at(-1);
    if (run?.[0]?.source === change.source) run.push(change);
    else runs.push([change]);
  }
  return runs.map(toEventRow);
}

function toEventRow(changes: readonly CellChange[]): SaveEventRow {
  const shown = changes.map((change) => change.shown);
  const spoken = shown.some((proposal) => proposal !== null);
  const versionIds = [...new Set(shown.flatMap((proposal) => proposal?.versionId ?? []))];
  const each = <T>(of: (proposal: ShownProposal) => T | null) =>
    spoken ? shown.map((proposal) => proposal && of(proposal)) : null;
  return {
    source: changes[0]?.source ?? 'hand',
    cells: changes.map((change) => change.cell),
    before: changes.map((change) => change.before),
    after: changes.map((change) => change.after),
    shownCodes: each((proposal) => proposal.code),
    shownProbabilities: each((proposal) => proposal.probability),
    shownThresholds: each((proposal) => proposal.threshold),
    shownWhen: each((proposal) => proposal.when),
    shownVersions: each(({ versionId }) =>
      versionId === null ? null : versionIds.indexOf(versionId) + 1,
    ),
    versionIds: spoken ? versionIds : null,
  };
}
