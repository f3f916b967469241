'use client';
import { Download } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ProgressBar } from '@/components/ui/progress-bar';
import { Table } from '@/components/ui/table';
import type { ExportView } from '@/lib/domain/export/schema';

const NAMES = { csv: 'CSV', coco: 'COCO', imagefolder: 'ImageFolder' } as const;

/** The exports, newest first: under way, finished with a download, or failed with the reason. */
export function ExportsTable({ slug, items }: { slug: string; items: readonly ExportView[] }) {
  if (items.length === 0) {
    return (
      <EmptyState title="No export yet">
        Export the confirmed labels as CSV, COCO or ImageFolder; each export says what is in it and
        what was left out.
      </EmptyState>
    );
  }
  return (
    <Table>
      <thead>
        <tr>
          <th scope="col">Export</th>
          <th scope="col" className="num">
            Cells
          </th>
          <th scope="col" className="num">
            Size
          </th>
          <th scope="col">Made</th>
          <th scope="col">
            <span className="sr-only">Download</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <td className="whitespace-nowrap">
              <span className="font-semibold">{NAMES[item.format]}</span> of S{item.snapshot}
            </td>
            <td className="num">{item.result?.cells.toLocaleString('en') ?? ''}</td>
            <td className="num whitespace-nowrap">{item.result && megabytes(item.result.bytes)}</td>
            <td className="whitespace-nowrap">
              <time dateTime={item.createdAt}>
                {new Date(item.createdAt).toLocaleString('en-GB', {
                  day: 'numeric',
                  month: 'short',
                  hour: '2-digit',
                  minute: '2-digit',
                })}
              </time>
              {item.by !== null && <span className="text-text-3"> by {item.by}</span>}
            </td>
            <td className="min-w-40 text-right">
              <State slug={slug} item={item} />
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function State({ slug, item }: { slug: string; item: ExportView }) {
  if (item.result) {
    return (
      <Button asChild size="small">
        <a href={`/api/v1/projects/${slug}/exports/${item.id}/file`} download={item.result.name}>
          <Download aria-hidden /> Download
        </a>
      </Button>
    );
  }
  if (item.state === 'FAILED') return <span className="text-bad">Failed: {item.error}</span>;
  if (item.state === 'CANCELLED') return <span className="text-text-3">Cancelled</span>;
  return (
    <div className="flex flex-col gap-1 text-left">
      <span className="text-caption text-text-2">
        {item.progress?.text ?? 'Waiting for the worker'}
      </span>
      <ProgressBar value={item.progress?.fraction ?? null} label={`Export ${NAMES[item.format]}`} />
    </div>
  );
}

/** Bytes in words: "4.2 MB". */
function megabytes(bytes: number): string {
  return bytes < 100_000
    ? `${(bytes / 1000).toFixed(1)} kB`
    : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
