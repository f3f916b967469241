import Link from 'next/link';
import { Badge } from '@/components/ui/badge';
import { EmptyState } from '@/components/ui/empty-state';
import { Measure } from '@/components/ui/measure';
import { Table } from '@/components/ui/table';
import { When } from '@/components/ui/when';
import { STATUS_WORDS } from '@/lib/domain/model/schema';
import type { VersionView } from '@/lib/domain/model/schema';

/** All versions, newest first: status, figures with interval and n, and what each was trained on. */
export function VersionsTable({ slug, items }: { slug: string; items: readonly VersionView[] }) {
  if (items.length === 0) {
    return (
      <EmptyState title="No model version yet">
        A version is trained from the chips that a reviewer confirmed. Once an admin deploys one,
        its proposals show in the next chip that anybody opens.
      </EmptyState>
    );
  }
  return (
    <Table>
      <thead>
        <tr>
          <th scope="col">Version</th>
          <th scope="col">Status</th>
          <th scope="col" className="num">
            Macro F1
          </th>
          <th scope="col" className="num">
            Calibration error
          </th>
          <th scope="col">Trained on</th>
          <th scope="col">Made</th>
        </tr>
      </thead>
      <tbody>
        {items.map((version) => (
          <tr key={version.id}>
            <td>
              <Link
                className="font-semibold text-accent hover:underline"
                href={`/p/${slug}/models/${String(version.number)}`}
              >
                {version.name}
              </Link>
            </td>
            <td className="whitespace-nowrap">
              <Badge look={version.status === 'CHAMPION' ? 'accent' : 'plain'}>
                {STATUS_WORDS[version.status]}
              </Badge>
            </td>
            <td className="num">
              {version.metrics && <Measure {...version.metrics.candidate.macroF1} />}
            </td>
            <td className="num">
              {version.metrics && <Measure {...version.metrics.candidate.ece} />}
            </td>
            <td className="whitespace-nowrap">
              {version.snapshot && version.metrics && (
                <>
                  S{version.snapshot.number}{' '}
                  <span className="text-caption text-text-3">
                    {version.metrics.train.chips.toLocaleString('en')} chips,{' '}
                    {version.metrics.train.cells.toLocaleString('en')} cells
                  </span>
                </>
              )}
            </td>
            <td>
              <When at={new Date(version.createdAt)} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
