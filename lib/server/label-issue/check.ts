import { Readable } from 'node:stream';
import { LabelIssuesParams } from '@/lib/contracts/job';
import type { ProjectId } from '@/lib/core/ids';
import { isCheckDue } from '@/lib/domain/label-issue/due';
import type { LabelCheckReply } from '@/lib/domain/label-issue/schema';
import { AppError } from '@/lib/server/app-error';
import type { ProjectScope } from '@/lib/server/auth/gate';
import { readChipCounts } from '@/lib/server/chip/counts/data';
import { insertOnlyOne } from '@/lib/server/jobs/mutations';
import type { RunnerParams } from '@/lib/server/jobs/schema';
import { projectsToCheck } from '@/lib/server/label-issue/data';
import { labelledChips } from '@/lib/server/label-issue/labelled/data';
import { findBase, readHeaderParts } from '@/lib/server/model/data';
import { putObject } from '@/lib/server/objects/store';
import { datasetChip, datasetHeader } from '@/lib/server/snapshot/content';

/** Chips of one check: some 20 minutes of a runner that has their features. */
const MOST_CHIPS = 20_000;

/**
 * Queues a check of the project's labels.
 * @throws AppError `not_ready` without a base model or labels, `conflict` while a check of the project is under way
 */
export async function startLabelCheck(
  { projectId }: ProjectScope,
  createdById: string | null,
): Promise<LabelCheckReply> {
  const base = await findBase();
  if (!base) throw new AppError('not_ready', 'training.noBase');
  const queued = await queueLabelCheck(projectId, base, createdById);
  if (queued === 'nothing') throw new AppError('not_ready', 'labelIssue.noLabels');
  if (queued === 'under-way') throw new AppError('conflict', 'labelIssue.underWay');
  return queued;
}

/** Queues a check of every project that has enough new or corrected labels; nothing while there is no base model. */
export async function queueDueChecks(): Promise<void> {
  const due = (await projectsToCheck()).filter(({ labelled, last }) => isCheckDue(labelled, last));
  const base = due.length > 0 ? await findBase() : null;
  if (!base) return;
  for (const { projectId } of due) await queueLabelCheck(projectId, base, null);
}

/**
 * The features are the base model's, never a fine-tuned version's: that one has seen the labels that are to be judged by what
 * never saw them.
 */
async function queueLabelCheck(
  projectId: ProjectId,
  base: { id: string; name: string },
  createdById: string | null,
): Promise<LabelCheckReply | 'nothing' | 'under-way'> {
  const counts = await readChipCounts([projectId]);
  const labelled = counts
    .filter(({ status }) => status === 'SUBMITTED' || status === 'CONFIRMED')
    .reduce((sum, { chips }) => sum + chips, 0);
  let chips = 0;
  async function* lines(): AsyncGenerator<string> {
    yield `${JSON.stringify(datasetHeader(await readHeaderParts(projectId)))}\n`;
    for await (const chip of labelledChips(projectId, MOST_CHIPS)) {
      chips += 1;
      yield `${JSON.stringify(datasetChip(chip, chip.cells))}\n`;
    }
  }
  const dataset = await putObject(Readable.from(lines()));
  if (chips === 0) return 'nothing';
  const params: RunnerParams = {
    name: base.name,
    number: null,
    modelId: base.id,
    deployedId: null,
    dataset: dataset.sha256,
    chips,
    labelled,
    snapshotId: null,
    params: LabelIssuesParams.parse({}),
  };
  const jobId = await insertOnlyOne({ kind: 'LABEL_ISSUES', projectId, params, createdById });
  return jobId === null ? 'under-way' : { jobId, chips };
}
