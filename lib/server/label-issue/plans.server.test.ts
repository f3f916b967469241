import { beforeAll, expect, it } from 'vitest';
import { LabelIssueQuery } from '@/lib/domain/label-issue/schema';
import { db } from '@/lib/server/db/client';
import { startLabelCheck } from '@/lib/server/label-issue/check';
import { listLabelIssues, readLabelIssues } from '@/lib/server/label-issue/list';
import {
  createChips,
  createLabelling,
  createMember,
  createProject,
} from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { costly, plansOf } from '@/tests/server/plans';
import { TestRunner, makePackage, sha256Of } from '@/tests/server/runner';
import { asOwner } from '@/tests/server/owner';

const CHIPS = 20;
const ROWS = 40_000;
const FLAGGED = 4_000;
const PAGE = 60;
/** No step of a page may look at more rows than a few pages have. */
const MOST = { most: 4 * PAGE, never: ['LabelIssue', 'Labelling'] };

let project: TestProject;
let people: string[];

/** A check with 40,000 labels of two people, a tenth of them issues. */
beforeAll(async () => {
  project = await createProject();
  const runner = await TestRunner.create();
  await runner.register(makePackage('base'));
  const members = [await createMember(project, 'LABELER'), await createMember(project, 'LABELER')];
  people = members.map(({ id }) => id);
  for (const chip of await createChips(project, CHIPS, { status: 'CONFIRMED' })) {
    await createLabelling(chip, { cells: Array.from({ length: 16 }, () => 1) });
  }
  await startLabelCheck(project.scope, null);
  const job = await runner.take();
  const none = Buffer.from('');
  await runner.put(job, sha256Of(none), none);
  const counts = { chips: CHIPS, cells: ROWS, unchecked: 0, blocks: CHIPS, flagged: FLAGGED };
  await runner.complete(job, {
    ...{ contract: 2, kind: 'LABEL_ISSUES', issues: sha256Of(none), lines: 0 },
    summary: { ...counts, estimated: FLAGGED, classes: [] },
  });
  await db().$executeRaw`
    INSERT INTO "LabelIssue" ("chipId", "cell", "projectId", "rank", "given", "suggested", "probability", "suggestedProbability", "quality", "isIssue", "userId")
    SELECT c."id", i / ${CHIPS}, c."projectId", i + 1, 16 + i % 2, 1, 0.1, 0.9, 0.1, i < ${FLAGGED}, (${people}::uuid[])[1 + i / 2 % 2]
    FROM generate_series(0, ${ROWS - 1}) i JOIN "Chip" c ON c."projectId" = ${project.id}::uuid AND c."number" = 1 + i % ${CHIPS}`;
  await asOwner('VACUUM ANALYZE');
}, 60_000);

it.each<[string, () => Record<string, unknown>]>([
  ['of all', () => ({})],
  ['of a class', () => ({ class: 17 })],
  ['of a person', () => ({ person: people[1] })],
  ['of a person and class', () => ({ person: people[1], class: 17 })],
  ['of what does not count as an issue', () => ({ all: '1', cursor: ROWS / 2 })],
  ['after the last issue', () => ({ cursor: FLAGGED })],
])('a page %s is a step in an index', async (_, query) => {
  const parsed = LabelIssueQuery.parse({ limit: PAGE, ...query() });
  const found = await listLabelIssues(project.scope, parsed);
  expect(found.items).toHaveLength(parsed.cursor === FLAGGED ? 0 : PAGE);
  const steps = await plansOf(() => listLabelIssues(project.scope, parsed));
  expect(costly(steps, MOST)).toEqual([]);
});

it('how many there are reads the issues, not all labels', async () => {
  expect((await readLabelIssues(project.scope)).total).toEqual({
    open: FLAGGED,
    kept: 0,
    changed: 0,
  });
  const steps = await plansOf(() => readLabelIssues(project.scope));
  expect(costly(steps, { ...MOST, most: FLAGGED })).toEqual([]);
});
