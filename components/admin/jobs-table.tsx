import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { Table } from '@/components/ui/table';
import { When } from '@/components/ui/when';
import type { InstanceJob } from '@/lib/server/admin/data';

const KIND: Record<InstanceJob['kind'], string> = {
  CUT: 'Cut a picture into chips',
  EXPORT: 'Export',
  EMBED: 'Extract features',
  TRAIN_HEAD: 'Train',
  FINETUNE: 'Fine-tune',
  EVALUATE: 'Evaluate',
  INFER: 'Propose',
};
const STATE: Record<InstanceJob['state'], string> = {
  QUEUED: 'waiting',
  LEASED: 'starting',
  RUNNING: 'running',
  SUCCEEDED: 'done',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
};

function look(state: InstanceJob['state']): 'plain' | 'accent' | 'bad' {
  if (state === 'FAILED') return 'bad';
  return state === 'RUNNING' || state === 'LEASED' ? 'accent' : 'plain';
}

/** The latest jobs of all projects. */
export function JobsTable({ jobs }: { jobs: readonly InstanceJob[] }) {
  return (
    <Table>
      <thead>
        <tr>
          <th>Job</th>
          <th>State</th>
          <th>Project</th>
          <th>Asked for</th>
        </tr>
      </thead>
      <tbody>
        {jobs.map((job) => (
          <tr key={job.id}>
            <td className="min-w-40">
              {KIND[job.kind]}
              {job.note !== null && (
                <span className="block text-caption text-text-3">{job.note}</span>
              )}
            </td>
            <td>
              <Badge look={look(job.state)}>{STATE[job.state]}</Badge>
            </td>
            <td>
              {job.project ? (
                <Link className="text-accent hover:underline" href={`/p/${job.project.slug}`}>
                  {job.project.name}
                </Link>
              ) : (
                <span className="text-text-3">–</span>
              )}
            </td>
            <td className="text-text-2">
              <When at={job.createdAt} clock />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
