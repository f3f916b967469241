import type { RoleName } from '@/lib/domain/member/schema';
import type { ChipCounts, Waiting } from '@/lib/domain/project/schema';

/** What a project holds for one person, counted. */
export interface WaitingCounts {
  chips: ChipCounts;
  /** cells of all chips */
  cells: number;
  /** the person's own labellings that a reviewer returned, and those begun and not submitted */
  returned: number;
  started: number;
  /** files of the last week that could not be imported */
  failedImports: number;
  /** whether the last training failed */
  trainingFailed: boolean;
  /** name of the newest candidate that is newer than the deployed version */
  candidate: string | null;
  assets: number;
}

const RANK: Record<RoleName, number> = { LABELER: 1, REVIEWER: 2, ADMIN: 3 };

/** "1 chip", "12 chips" */
export function countOf(n: number, noun: string): string {
  return `${n.toLocaleString('en')} ${noun}${n === 1 ? '' : 's'}`;
}

/** What waits for a person with this role, most pressing first; empty when nothing does. */
export function waitingFor(role: RoleName, counts: WaitingCounts): Waiting[] {
  const reviewer = RANK[role] >= RANK.REVIEWER ? reviewerWaiting(counts) : [];
  const admin = RANK[role] >= RANK.ADMIN ? adminWaiting(counts) : [];
  return [...ownWaiting(counts), ...reviewer, ...admin, ...openWork(counts)];
}

function ownWaiting({ returned, started }: WaitingCounts): Waiting[] {
  const lines: Waiting[] = [];
  if (returned > 0) {
    lines.push({
      kind: 'returned',
      count: returned,
      title: `${countOf(returned, 'chip')} came back to you`,
      detail: 'A reviewer says why on each. Correct and submit again.',
      path: '/label',
      action: 'Correct',
    });
  }
  if (started > 0) {
    lines.push({
      kind: 'started',
      count: started,
      title: `${countOf(started, 'chip')} begun by you`,
      detail: 'Saved, but not submitted yet.',
      path: '/label',
      action: 'Go on',
    });
  }
  return lines;
}

function reviewerWaiting({ chips }: WaitingCounts): Waiting[] {
  if (chips.SUBMITTED === 0) return [];
  return [
    {
      kind: 'review',
      count: chips.SUBMITTED,
      title: `${countOf(chips.SUBMITTED, 'chip')} to review`,
      detail: 'Submitted by labelers. Only confirmed chips train a model or leave in an export.',
      path: '/review',
      action: 'Review',
    },
  ];
}

function adminWaiting({ candidate, trainingFailed, failedImports }: WaitingCounts): Waiting[] {
  const lines: Waiting[] = [];
  if (candidate !== null) {
    lines.push({
      kind: 'decide',
      count: 1,
      name: candidate,
      title: `Model ${candidate} waits for a decision`,
      detail: 'It is trained and scored. Compare it with the deployed one and deploy the better.',
      path: '/models',
      action: 'Decide',
    });
  }
  if (trainingFailed) {
    lines.push({
      kind: 'failed-job',
      count: 1,
      title: 'The last training failed',
      detail: 'Its log says why. Nothing was deployed.',
      path: '/models',
      action: 'Look',
    });
  }
  if (failedImports > 0) {
    lines.push({
      kind: 'failed-import',
      count: failedImports,
      title: `${countOf(failedImports, 'file')} of the last week could not be imported`,
      detail: 'Each says why. The other files came in.',
      path: '/imagery',
      action: 'Look',
    });
  }
  return lines;
}

function openWork({ chips, started }: WaitingCounts): Waiting[] {
  if (chips.UNTOUCHED === 0 || started > 0) return [];
  return [
    {
      kind: 'label',
      count: chips.UNTOUCHED,
      title: `${countOf(chips.UNTOUCHED, 'chip')} not labelled yet`,
      detail: 'The queue hands each to one person at a time.',
      path: '/label',
      action: 'Label',
    },
  ];
}
