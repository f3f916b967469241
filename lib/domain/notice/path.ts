import type { NoticeView } from '@/lib/domain/notice/schema';

/** The page that a notice leads to: the chip at the cell, or what the job made. */
export function noticePath({ project, subject }: Pick<NoticeView, 'project' | 'subject'>): string {
  const base = `/p/${project.slug}`;
  switch (subject.kind) {
    case 'MENTION':
    case 'REPLY':
    case 'COMMENT': {
      const page = subject.review ? 'review' : 'label';
      const at = subject.cell === null ? 'chip' : String(subject.cell);
      return `${base}/${page}/${String(subject.chip)}?comments=${at}`;
    }
    case 'RETURNED':
    case 'CORRECTION_ACCEPTED':
    case 'CORRECTION_DECLINED':
      return `${base}/label/${String(subject.chip)}`;
    case 'JOB_SUCCEEDED':
    case 'JOB_FAILED':
      if (subject.job.kind === 'EXPORT') return `${base}/dataset`;
      if (subject.job.kind === 'LABEL_ISSUES') return `${base}/review`;
      return `${base}/models/jobs/${subject.job.id}`;
  }
}
