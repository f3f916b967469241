'use client';
import { useEffect, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useSimilar } from '@/components/label/use-similar';
import type { FindSimilar } from '@/components/label/use-similar';
import { CellCrop } from '@/components/workbench/cell-crop';
import { CodeMark } from '@/components/workbench/class-mark';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { ClassView } from '@/lib/domain/class/schema';
import { MessageError } from '@/lib/domain/error/message-error';
import type { ErrorMessage } from '@/lib/domain/error/message';
import { placeOf } from '@/lib/editor/labelling';
import { fixed } from '@/lib/i18n/fixed';
import { useErrorText } from '@/lib/i18n/use-error-text';
import type { PredictorState, SimilarCell, SimilarCells as Found } from '@/lib/ml/predictor';

const COUNT = 3;
const CROP_PX = 92;
/** The cursor on its way to somewhere else asks for nothing. */
const REST_MS = 120;
/** While confirmed chips are still looked at, how soon to look again. */
const AGAIN_MS = 1000;

/** The labelled cells that look most like this one, each with its label: how was this decided before? */
export function SimilarCells(props: {
  slug: string;
  chip: ChipView;
  cell: number;
  model: PredictorState;
  classes: readonly ClassView[];
}) {
  const { slug, chip, cell, classes } = props;
  const t = useTranslations('display.cell');
  const errorText = useErrorText();
  const similar = useSimilar(slug, chip, props.model);
  const { found, failed, old } = useFound(similar, cell);
  const words = (text: string) => <p className="mt-2 text-caption text-text-3">{text}</p>;
  if (similar.ready === null) return words(t('similarNoModel'));
  if (failed) return words(t('similarFailed', { why: errorText(failed) }));
  if (!found || (found.known === 0 && !found.complete)) return words(t('similarWait'));
  if (found.known === 0) return words(t('similarNone'));
  return (
    <div className={old ? 'mt-2 opacity-60' : 'mt-2'}>
      <p className="mb-1.5 text-caption text-text-3">
        {t(captionOf(found), { count: found.known })}
      </p>
      <ul className="grid grid-cols-3 gap-2">
        {found.cells.map((one) => (
          <Similar
            key={`${one.chip.id} ${String(one.cell)}`}
            {...{ one, classes }}
            href={`/p/${slug}/label/${String(one.chip.number)}#cell=${String(one.cell)}`}
          />
        ))}
      </ul>
    </div>
  );
}

function captionOf({ among, complete }: Found) {
  if (among === 'own') return 'similarOwn';
  return complete ? 'similar' : 'similarMore';
}

/** What was found for a cell, asked again while more is coming; what was found before stays in sight meanwhile (`old`). */
function useFound(similar: FindSimilar, cell: number) {
  const [state, setState] = useState<{
    of: string;
    found: Found | null;
    failed: ErrorMessage | null;
  } | null>(null);
  const { key, ready, find } = similar;
  const of = `${key} ${String(cell)}`;
  useEffect(() => {
    if (!ready) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wanted = true;
    const ask = (): void => {
      find(cell, COUNT).then(
        (found) => {
          if (!wanted) return;
          setState({ of, found, failed: null });
          if (!found.complete) timer = setTimeout(ask, AGAIN_MS);
        },
        (error: unknown) => {
          if (wanted) setState({ of, found: null, failed: MessageError.of(error).text });
        },
      );
    };
    timer = setTimeout(ask, REST_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [ready, find, cell, of]);
  return { found: state?.found ?? null, failed: state?.failed ?? null, old: state?.of !== of };
}

function Similar(props: { one: SimilarCell; classes: readonly ClassView[]; href: string }) {
  const { one, classes } = props;
  const { chip, cell, code } = one;
  const t = useTranslations('display.cell');
  const format = useFormatter();
  const words = useCodeLabel(classes);
  const place = placeOf(chip, cell);
  const label = words(code);
  const likeness = format.number(one.similarity, fixed(2));
  return (
    <li className="min-w-0">
      <a href={props.href} target="_blank" rel="noreferrer" className="block">
        <CellCrop
          imageUrl={chip.imageUrl}
          place={place}
          cellPx={chip.cellPx}
          side={CROP_PX}
          toned={false}
          label={t('similarOpen', {
            ...{ label, likeness, number: chip.number },
            ...{ row: place.row + 1, col: place.col + 1 },
          })}
        />
        <span className="mt-1 flex items-center gap-1.5 text-caption text-text-2">
          <CodeMark code={code} classes={classes} />
          <span className="min-w-0 flex-1 truncate">{label}</span>
          <span className="text-text-3">{likeness}</span>
        </span>
      </a>
    </li>
  );
}
