'use client';
import { Pause, Play } from 'lucide-react';
import { bytesText, durationText } from '@/components/imagery/format';
import { overall } from '@/components/imagery/rows';
import type { Row } from '@/components/imagery/rows';
import type { QueueState } from '@/components/imagery/upload-queue';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { ProgressBar } from '@/components/ui/progress-bar';

/** How an import stands: counts, what is left, and a bar over all files on their way. */
export function ImportSummary(props: {
  rows: readonly Row[];
  ready: number;
  chips: number;
  queue: QueueState;
  onPause: () => void;
  onResume: () => void;
}) {
  const { rows, queue } = props;
  const count = (group: Row['group']): number => rows.filter((row) => row.group === group).length;
  const busy = count('under way') + count('waiting');
  const left = queue.uploads
    .filter((upload) => upload.state === 'sending' || upload.state === 'waiting')
    .reduce((sum, upload) => sum + upload.bytes - upload.sent, 0);
  const sending = queue.uploads.some(
    (upload) => upload.state !== 'done' && upload.state !== 'failed',
  );
  const figures = [
    { value: props.ready, words: 'ready' },
    { value: count('under way'), words: 'under way' },
    { value: count('waiting'), words: 'waiting' },
    { value: count('needs you'), words: 'needs you', bad: count('needs you') > 0 },
  ];
  return (
    <Card aria-label="Import">
      <div className="flex flex-wrap items-end gap-x-8 gap-y-2">
        {figures.map((figure) => (
          <div key={figure.words}>
            <div className={`text-page font-semibold ${figure.bad ? 'text-bad' : ''}`}>
              {figure.value.toLocaleString('en')}
            </div>
            <div className="text-caption text-text-2">{figure.words}</div>
          </div>
        ))}
        <div className="ml-auto text-right text-caption text-text-2">
          {left > 0 && queue.speed > 0 && !queue.paused && (
            <div>
              {durationText(left / queue.speed)} of sending left at {bytesText(queue.speed)}/s
            </div>
          )}
          <div>{props.chips.toLocaleString('en')} chips cut so far</div>
        </div>
        {sending && (
          <Button size="small" onClick={queue.paused ? props.onResume : props.onPause}>
            {queue.paused ? <Play aria-hidden /> : <Pause aria-hidden />}
            {queue.paused ? 'Go on sending' : 'Pause sending'}
          </Button>
        )}
      </div>
      {busy > 0 && (
        <div className="mt-3 flex flex-col gap-2">
          <ProgressBar value={overall(rows)} label="All files on their way" />
          <p className="text-caption text-text-3">
            {sending
              ? 'Keep this page open until all is sent; chips are cut without you. A broken upload goes on where it stopped.'
              : 'You may close this page; the rest goes on without you.'}
          </p>
        </div>
      )}
    </Card>
  );
}
