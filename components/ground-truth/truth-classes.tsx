'use client';
import { useFormatter } from 'use-intl';
import { Swatch } from '@/components/ui/swatch';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import type { ClassView } from '@/lib/domain/class/schema';
import type { GroundTruthPage } from '@/lib/domain/ground-truth/schema';
import { classIndexOf } from '@/lib/domain/label/cell-code';

/** How many ground truth chips have each label: a class without one is not tested. */
export function TruthClasses(props: {
  counts: GroundTruthPage['classes'];
  classes: readonly ClassView[];
}) {
  const { counts, classes } = props;
  const format = useFormatter();
  const code = useCodeLabel(classes);
  const missing = classes.filter(
    ({ index, archivedAt }) =>
      archivedAt === null && !counts.some((one) => classIndexOf(one.code) === index),
  );
  const lines = [
    ...counts.map((one) => ({
      key: String(one.code),
      name: code(one.code),
      colour: classes.find(({ index }) => index === classIndexOf(one.code))?.colour ?? null,
      chips: one.chips,
    })),
    ...missing.map(({ index, name, colour }) => ({
      ...{ key: `class ${String(index)}`, name, colour, chips: 0 },
    })),
  ];
  return (
    <dl>
      {lines.map(({ key, name, colour, chips }) => (
        <div key={key} className="flex justify-between gap-3 py-0.5">
          <dt className="inline-flex min-w-0 items-center gap-2">
            <Swatch colour={colour} /> <span className="truncate">{name}</span>
          </dt>
          <dd>{format.number(chips)}</dd>
        </div>
      ))}
    </dl>
  );
}
