'use client';
import { useTranslations } from 'use-intl';
import { Feedback } from '@/components/practice/practice-feedback';
import { useFeedback } from '@/components/practice/use-feedback';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import type { ClassView } from '@/lib/domain/class/schema';
import type { PracticePlace } from '@/lib/domain/ground-truth/schema';

/** After a practice chip is submitted: how it compares, before the next one. */
export default function FeedbackDialog(props: {
  slug: string;
  number: number;
  practice: PracticePlace;
  classes: readonly ClassView[];
  rule: string;
  onClose: () => void;
}) {
  const t = useTranslations('truth.practice');
  const { slug, number, practice, onClose } = props;
  const { data, error, refetch } = useFeedback(slug, number);
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={
        data?.reviewed
          ? t('feedback', { ...practice, same: data.same, cells: data.cells })
          : t('feedbackNone', { ...practice })
      }
      actions={
        <Button variant="primary" data-first keys="Enter" onClick={onClose}>
          {data?.result ? t('close') : t('next')}
        </Button>
      }
    >
      {data ? (
        <Feedback feedback={data} classes={props.classes} rule={props.rule} />
      ) : error ? (
        <Notice
          variant="bad"
          action={
            <Button size="small" onClick={() => void refetch()}>
              {t('again')}
            </Button>
          }
        >
          {t('failed', { why: error.message })}
        </Notice>
      ) : (
        <>
          <p role="status" className="text-text-2">
            {t('sending')}
          </p>
          <Skeleton className="aspect-square w-full" />
        </>
      )}
    </Dialog>
  );
}
