import { Table } from '@/components/ui/table';
import { leftOutWords } from '@/lib/domain/snapshot/schema';
import type { SnapshotSummary } from '@/lib/domain/snapshot/schema';

const SPLITS = [
  { key: 'train', label: 'train' },
  { key: 'calibration', label: 'calibr.' },
  { key: 'test', label: 'test' },
] as const;

/** How many chips and cells a snapshot holds, by class and split, and what is left out and why. */
export function SnapshotContents(props: {
  chips: number;
  cells: number;
  summary: SnapshotSummary;
}) {
  const { chips, cells, summary } = props;
  const leftOut = leftOutWords(summary);
  return (
    <div className="flex flex-col gap-3">
      <p>
        <span className="text-lead font-semibold">{chips.toLocaleString('en')} chips</span>{' '}
        <span className="text-text-2">with {cells.toLocaleString('en')} decided cells</span>
      </p>
      {cells > 0 && (
        <Table>
          <thead>
            <tr>
              <th scope="col">Cells</th>
              {SPLITS.map((split) => (
                <th key={split.key} scope="col" className="num">
                  {split.label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {summary.classes.map((line) => (
              <tr key={line.code}>
                <td>{line.name}</td>
                {SPLITS.map((split) => (
                  <td key={split.key} className="num">
                    {line.cells[split.key].toLocaleString('en')}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      {leftOut.length > 0 && (
        <div>
          <h3>Left out</h3>
          <ul className="text-text-2">
            {leftOut.map((words) => (
              <li key={words}>{words}</li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
