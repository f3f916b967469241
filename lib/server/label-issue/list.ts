import type {
  LabelIssueList,
  LabelIssueOverview,
  LabelIssueQuery,
  LabelIssueView,
} from '@/lib/domain/label-issue/schema';
import { RECENT, yieldOf } from '@/lib/domain/label-issue/yield';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { chipViews } from '@/lib/server/chip/data';
import {
  countIssues,
  countRecent,
  findActiveCheck,
  findCheck,
  issuePage,
} from '@/lib/server/label-issue/data';
import type { IssueCount, LabelIssueRow } from '@/lib/server/label-issue/data';
import { namesOf } from '@/lib/server/user/data';

/** A page of labels that may be wrong, the most suspicious first. What was kept or changed since the check is not shown. */
export async function listLabelIssues(
  scope: ProjectScope,
  query: LabelIssueQuery,
): Promise<LabelIssueList> {
  const check = await findCheck(scope.projectId);
  if (!check) return { items: [], chips: [] };
  const rows = await issuePage(scope.projectId, query, check.summary.flagged);
  const page = rows.slice(0, query.limit);
  const items = page.map(toView);
  const chips = await chipViews(scope, [...new Set(items.map((item) => item.chip))]);
  const last = page.at(-1);
  return last && rows.length > query.limit
    ? { items, chips, nextCursor: last.rank }
    : { items, chips };
}

function toView({ chipId, userId, name, ...row }: LabelIssueRow): LabelIssueView {
  return { ...row, chip: chipId, person: personOf(userId, name) };
}

function personOf(userId: string | null, name: string | null | undefined) {
  return userId === null ? null : { userId, name: name ?? '' };
}

/** How many labels are likely wrong, what became of them by class and person, and whether going on is worth it. */
export async function readLabelIssues({ projectId }: ProjectScope): Promise<LabelIssueOverview> {
  const [check, active] = await Promise.all([findCheck(projectId), findActiveCheck(projectId)]);
  const none = { decided: 0, changed: 0 };
  const [counts, recent] = check
    ? await Promise.all([countIssues(projectId, check), countRecent(projectId, check, RECENT)])
    : [[], none];
  const names = await namesOf(counts.map((row) => row.userId));
  const total = outcomesOf(counts);
  const { kept, changed } = total;
  return {
    check: check && {
      ...check.summary,
      jobId: check.jobId,
      at: check.endedAt.toISOString(),
      labelled: check.labelled,
    },
    active,
    total,
    classes: [...groupBy(counts, (row) => row.given)]
      .map(([code, rows]) => ({ code, ...outcomesOf(rows) }))
      .sort((a, b) => a.code - b.code),
    people: [...groupBy(counts, (row) => row.userId)]
      .map(([userId, rows]) => ({
        person: personOf(userId, names.get(userId ?? '')),
        ...outcomesOf(rows),
      }))
      .sort((a, b) => b.open - a.open),
    yield: yieldOf({ decided: kept + changed, changed }, recent),
  };
}

function outcomesOf(counts: readonly IssueCount[]) {
  const of = (state: IssueCount['state']) =>
    counts.filter((row) => row.state === state).reduce((sum, row) => sum + row.labels, 0);
  return { open: of('OPEN'), kept: of('KEPT'), changed: of('CHANGED') };
}

function groupBy<K>(
  counts: readonly IssueCount[],
  key: (row: IssueCount) => K,
): Map<K, IssueCount[]> {
  const groups = new Map<K, IssueCount[]>();
  for (const row of counts) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return groups;
}
