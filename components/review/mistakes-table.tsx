'use client';
import { useQuery } from '@tanstack/react-query';
import { Card } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { Table } from '@/components/ui/table';
import { api } from '@/lib/client/api';
import { MistakeList } from '@/lib/domain/review/schema';

/** Machine mistakes that people corrected, by model version. */
export function MistakesTable({ slug }: { slug: string }) {
  const { data, error } = useQuery({
    queryKey: ['review-mistakes', slug],
    queryFn: ({ signal }) => api(MistakeList, `/projects/${slug}/review/mistakes`, { signal }),
  });
  return (
    <Card title="Machine mistakes corrected" note="labelling and review together">
      {!data && !error && <Skeleton className="h-12 w-full" />}
      {error && <p className="text-bad">{error.message}</p>}
      {data?.items.length === 0 && (
        <p className="text-text-2">
          No cell was decided with a model&apos;s proposal on record yet.
        </p>
      )}
      {data && data.items.length > 0 && (
        <Table>
          <thead>
            <tr>
              <th>Version</th>
              <th className="num">Corrected</th>
              <th className="num">of decided cells</th>
            </tr>
          </thead>
          <tbody>
            {data.items.map((line) => (
              <tr key={line.versionId}>
                <td className="font-medium">{line.name}</td>
                <td className="num">{line.corrected.toLocaleString('en')}</td>
                <td className="num text-text-2">
                  {((100 * line.corrected) / line.decided).toFixed(1)} % of n{' '}
                  {line.decided.toLocaleString('en')}
                </td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </Card>
  );
}
