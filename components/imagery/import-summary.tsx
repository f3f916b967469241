'use client';
import { Pause, Play } from 'lucide-react';
import { useLocale, useTranslations } from 'use-intl';
import { durationText } from '@/components/imagery/format';
import { overall } from '@/components/imagery/rows';
import type { FileRow } from '@/components/imagery/rows';
import type { QueueState } from '@/components/imagery/upload-queue';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Count } from '@/components/ui/count';
import { ProgressBar } from '@/components/ui/progress-bar';
import { bytesText } from '@/lib/i18n/bytes';

/** How an import stands: counts, what is left, and a bar over all files on their way. */
export function ImportSummary(props: {
  rows: readonly FileRow[];
  ready: number;
  chips: number;
  queue: QueueState;
  onPause: () => void;
  onResume: () => void;
}) {
  const t = useTranslations('imagery');
  const locale = useLocale();
  const { rows, queue } = props;
  const count = (group: FileRow['group']): number =>
    rows.filter((row) => row.group === group).length;
  const busy = count('under way') + count('waiting');
  const left = queue.uploads
    .filter((upload) => upload.state === 'sending' || upload.state === 'waiting')
    .reduce((sum, upload) => sum + upload.bytes - upload.sent, 0);
  const sending = queue.uploads.some(
    (upload) => upload.state !== 'done' && upload.state !== 'failed',
  );
  const figures = [
    { value: props.ready, words: 'ready' },
    { value: count('under way'), words: t('underWay') },
    { value: count('waiting'), words: 'waiting' },
    { value: count('needs you'), words: t('needsYou'), bad: count('needs you') > 0 },
  ];
  return (
    <Card aria-label={t('import')}>
      <div className="flex flex-wrap items-end gap-x-8 gap-y-2">
        {figures.map((figure) => (
          <div key={figure.words}>
            <div className={`text-page font-semibold ${figure.bad ? 'text-bad' : ''}`}>
              <Count of={figure.value} />
            </div>
            <div className="text-caption text-text-2">{figure.words}</div>
          </div>
        ))}
        <div className="ml-auto text-right text-caption text-text-2">
          {left > 0 && queue.speed > 0 && !queue.paused && (
            <div>
              {t('valueOfSendingLeftAt', {
                value: durationText(left / queue.speed, t),
                speed: bytesText(queue.speed, locale),
              })}
            </div>
          )}
          <div>{t('chipsChipsCutSoFar', { chips: props.chips })}</div>
        </div>
        {sending && (
          <Button size="small" onClick={queue.paused ? props.onResume : props.onPause}>
            {queue.paused ? <Play aria-hidden /> : <Pause aria-hidden />}
            {queue.paused ? t('goOnSending') : t('pauseSending')}
          </Button>
        )}
      </div>
      {busy > 0 && (
        <div className="mt-3 flex flex-col gap-2">
          <ProgressBar value={overall(rows)} label={t('allFilesOnTheirWay')} />
          <p className="text-caption text-text-3">
            {sending ? t('keepThisPageOpenUntil') : t('youMayCloseThisPage')}
          </p>
        </div>
      )}
    </Card>
  );
}
