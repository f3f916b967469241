import { createInterface } from 'node:readline';
import { LabelIssueLine } from '@/lib/contracts/result';
import type { ResultFile } from '@/lib/contracts/result';
import { AppError } from '@/lib/server/app-error';
import type { LockedJob, Tx } from '@/lib/server/jobs/mutations';
import { clearIssues, insertIssues } from '@/lib/server/label-issue/mutations';
import { objectBytes, readObject } from '@/lib/server/objects/store';

/** Lines that are taken into the table at once. */
const BATCH = 2000;

/** Puts what a check found in the place of what the one before found. @throws AppError `invalid` where it does not fit the job */
export async function takeLabelIssues(
  tx: Tx,
  { projectId }: LockedJob,
  { issues, lines }: Extract<ResultFile, { issues: unknown }>,
): Promise<void> {
  if (projectId === null) throw invalid('The project of this check is gone.');
  if ((await objectBytes(issues)) === null)
    throw invalid(`The lines (${issues}) were not uploaded.`);
  await clearIssues(tx, projectId);
  let batch: LabelIssueLine[] = [];
  let taken = 0;
  const seen = new Set<string>();
  const flush = async () => {
    await insertIssues(tx, projectId, batch, taken + 1);
    taken += batch.length;
    batch = [];
  };
  for await (const line of createInterface({ input: readObject(issues), crlfDelay: Infinity })) {
    const issue = parseLine(line);
    const place = `cell ${String(issue.cell)} of chip ${issue.chip}`;
    if (seen.has(place)) throw invalid(`There are two lines of ${place}.`);
    seen.add(place);
    batch.push(issue);
    if (batch.length >= BATCH) await flush();
  }
  await flush();
  if (taken !== lines) {
    throw invalid(`${String(taken)} lines came, the result says ${String(lines)}.`);
  }
}

function parseLine(line: string): LabelIssueLine {
  try {
    return LabelIssueLine.parse(JSON.parse(line));
  } catch {
    throw invalid('A line of the label issues breaks the contract.');
  }
}

function invalid(detail: string): AppError {
  return new AppError('invalid', 'protocol', { detail });
}
