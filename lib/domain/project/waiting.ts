import type { RoleName } from '@/lib/domain/member/schema';
import type { ChipCounts, Waiting } from '@/lib/domain/project/schema';

/** What a project holds for one person, counted. */
export interface WaitingCounts {
  chips: ChipCounts;
  /** those of the untouched ones that are excluded from labelling */
  excluded: number;
  /** cells of all chips */
  cells: number;
  /** the person's own labellings that a reviewer returned, and those begun and not submitted */
  returned: number;
  started: number;
  /** chips that people who are gone left behind begun or returned: for anybody */
  abandoned: number;
  /** confirmed chips of which somebody asks for a correction */
  corrections: number;
  /** the person's corrections that were settled and that they have not read, and the number of the first one's chip */
  answers: { count: number; chip: number };
  /** chips with open comments that the person may read */
  comments: number;
  /** files of the last week that could not be imported */
  failedImports: number;
  /** whether the last training failed */
  trainingFailed: boolean;
  /** name of the newest candidate that is newer than the deployed version */
  candidate: string | null;
  assets: number;
}

const RANK: Record<RoleName, number> = { LABELER: 1, REVIEWER: 2, ADMIN: 3 };

/** What waits for a person with this role, most pressing first; empty when nothing does. */
export function waitingFor(role: RoleName, counts: WaitingCounts): Waiting[] {
  const reviewer = RANK[role] >= RANK.REVIEWER ? reviewerWaiting(counts) : [];
  const admin = RANK[role] >= RANK.ADMIN ? adminWaiting(counts) : [];
  return [...ownWaiting(counts), ...reviewer, ...admin, ...openWork(counts)];
}

function ownWaiting({ returned, started, answers, comments }: WaitingCounts): Waiting[] {
  const { count, chip } = answers;
  return [
    ...(count > 0 ? [{ kind: 'answers', count, path: `/label/${String(chip)}` } as const] : []),
    ...(returned > 0 ? [{ kind: 'returned', count: returned, path: '/label' } as const] : []),
    ...(comments > 0 ? [{ kind: 'comments', count: comments, path: '/comments' } as const] : []),
    ...(started > 0 ? [{ kind: 'started', count: started, path: '/label' } as const] : []),
  ];
}

function reviewerWaiting({ chips, corrections }: WaitingCounts): Waiting[] {
  const count = chips.SUBMITTED + corrections;
  return count > 0 ? [{ kind: 'review', count, corrections, path: '/review' }] : [];
}

function adminWaiting({ candidate, trainingFailed, failedImports }: WaitingCounts): Waiting[] {
  const lines: Waiting[] = [];
  if (candidate !== null) {
    lines.push({ kind: 'decide', count: 1, name: candidate, path: '/models' });
  }
  if (trainingFailed) lines.push({ kind: 'failedJob', count: 1, path: '/models' });
  if (failedImports > 0) {
    lines.push({ kind: 'failedImport', count: failedImports, path: '/imagery' });
  }
  return lines;
}

function openWork({ chips, excluded, started, abandoned }: WaitingCounts): Waiting[] {
  const count = chips.UNTOUCHED - excluded + abandoned;
  if (count === 0 || started > 0) return [];
  return [{ kind: 'label', count, abandoned, excluded, path: '/label' }];
}
