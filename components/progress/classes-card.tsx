import { Card } from '@/components/ui/card';
import { Count } from '@/components/ui/count';
import { Swatch } from '@/components/ui/swatch';
import type { ClassView } from '@/lib/domain/class/schema';
import { ABSENT, classIndexOf } from '@/lib/domain/label/cell-code';
import type { ProgressView } from '@/lib/domain/progress/schema';
import { getTranslations } from '@/lib/i18n/server';

/** Confirmed cells by class: what a training would learn from. */
export async function ClassesCard(props: {
  counts: ProgressView['classes'];
  classes: readonly ClassView[];
}) {
  const t = await getTranslations('progress.classes');
  const absent = (await getTranslations('label.codes'))('absent');
  const lines = props.counts.filter(({ code }) => code === ABSENT || classIndexOf(code) !== null);
  if (lines.length === 0) return null;
  const most = Math.max(...lines.map(({ cells }) => cells));
  return (
    <Card title={t('title')} note={t('note')}>
      <dl className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-1.5">
        {lines.map(({ code, cells }) => {
          const own = props.classes.find((one) => one.index === classIndexOf(code));
          return (
            <div key={code} className="contents">
              <dt className="flex min-w-0 items-center gap-2">
                <Swatch colour={own?.colour ?? null} /> {own?.name ?? absent}
              </dt>
              <dd className="contents">
                <span aria-hidden className="h-1.5 overflow-hidden rounded-full bg-bg-3">
                  <span
                    className="block h-full rounded-full bg-text-3"
                    style={{ width: `${String((100 * cells) / most)}%` }}
                  />
                </span>
                <span className="text-right">
                  <Count of={cells} />
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
    </Card>
  );
}
