'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { toast } from '@/components/ui/toast';
import { api } from '@/lib/client/api';
import { LabelCheckReply, LabelIssueOverview } from '@/lib/domain/label-issue/schema';
import { instantText } from '@/lib/i18n/instant';

/** A check takes seconds to minutes. */
const UNDER_WAY_MS = 3000;
/** One may begin by itself. */
const LATER_MS = 60_000;

/**
 * Above the crops: how many labels the last check holds for wrong, what became of them, and whether going on pays. `byCheck`: the
 * crops stand in the check's order; in any other one this leads there.
 */
export function LabelCheck(props: {
  slug: string;
  archived: boolean;
  byCheck: boolean;
  onShow: () => void;
}) {
  const { slug, byCheck } = props;
  const t = useTranslations('gallery.check');
  const client = useQueryClient();
  const { data, error } = useQuery({
    // under the gallery's own key: it is read again when decisions are saved
    queryKey: ['gallery', slug, 'label-check'],
    queryFn: ({ signal }) =>
      api(LabelIssueOverview, `/projects/${slug}/review/label-issues/summary`, { signal }),
    refetchInterval: ({ state }) => (state.data?.active ? UNDER_WAY_MS : LATER_MS),
  });
  const active = data?.active ?? null;
  const before = useRef(active);
  useEffect(() => {
    // the check has ended: what is listed is another list
    if (before.current !== null && active === null) {
      void client.invalidateQueries({ queryKey: ['gallery', slug] });
    }
    before.current = active;
  }, [active, client, slug]);
  const start = useMutation({
    mutationFn: () =>
      api(LabelCheckReply, `/projects/${slug}/review/label-issues/check`, { body: {} }),
    onError: (problem) => toast.error(problem.message),
    onSettled: () => client.invalidateQueries({ queryKey: ['gallery', slug, 'label-check'] }),
  });
  if (!byCheck) return <Leads open={data?.total.open ?? 0} onShow={props.onShow} />;
  if (error) return <Line>{t('failed', { problem: error.message })}</Line>;
  if (!data) return <Line>{t('loading')}</Line>;
  return (
    <Line
      action={
        !props.archived && (
          <Button
            size="small"
            disabled={active !== null || start.isPending}
            onClick={() => {
              start.mutate();
            }}
          >
            {active === null ? t(data.check ? 'again' : 'begin') : t('underWay')}
          </Button>
        )
      }
    >
      <Outcome overview={data} />
    </Line>
  );
}

/** The way from another order to the check's; nothing while nothing is likely wrong. */
function Leads({ open, onShow }: { open: number; onShow: () => void }) {
  const t = useTranslations('gallery.check');
  if (open === 0) return null;
  return (
    <Line
      action={
        <Button size="small" onClick={onShow}>
          {t('show')}
        </Button>
      }
    >
      {t('open', { count: open })}
    </Line>
  );
}

/** What the last check found, what became of it, and whether going on pays. */
function Outcome({ overview }: { overview: LabelIssueOverview }) {
  const t = useTranslations('gallery.check');
  const locale = useLocale();
  const { check, active, total } = overview;
  if (!check) return t(active === null ? 'none' : 'firstUnderWay');
  const { estimated, cells } = check;
  const { recent, stop } = overview.yield;
  return (
    <>
      {t('estimated', { estimated, cells, at: instantText(check.at, locale) })} {t('became', total)}{' '}
      {recent.decided > 0 && (
        <span className={stop ? 'font-medium text-text-1' : undefined}>
          {t(stop ? 'stop' : 'yield', recent)}
        </span>
      )}
    </>
  );
}

function Line(props: { children: React.ReactNode; action?: React.ReactNode }) {
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line bg-bg-1 px-4 py-1.5 text-text-2 max-sm:px-2"
    >
      <p className="min-w-0 flex-1 max-sm:basis-full">{props.children}</p>
      {props.action}
    </div>
  );
}
