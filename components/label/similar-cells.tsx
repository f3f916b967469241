'use client';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { CellCrop } from '@/components/workbench/cell-crop';
import { CodeMark } from '@/components/workbench/class-mark';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import type { ClassView } from '@/lib/domain/class/schema';
import { placeOf } from '@/lib/editor/labelling';
import type { SimilarCell } from '@/lib/ml/predictor';

/** Labelled cells most like one of the chip on screen, and among how many they were found. */
export interface FindSimilar {
  /** changes with the chip and with what has been learnt */
  readonly key: string;
  /** labelled cells that are known in this browser */
  readonly known: number;
  readonly find: (cell: number, count: number) => Promise<readonly SimilarCell[]>;
  /** address of a chip's page at a cell */
  readonly href: (chipNumber: number, cell: number) => string;
}

const COUNT = 3;
const CROP_PX = 92;
/** The cursor on its way to somewhere else asks for nothing. */
const REST_MS = 120;

/** The labelled cells that look most like this one, each with its label: how was this decided before? */
export function SimilarCells(props: {
  cell: number;
  find: FindSimilar;
  classes: readonly ClassView[];
}) {
  const { cell, find, classes } = props;
  const t = useTranslations('display.cell');
  const words = useCodeLabel(props.classes);
  const [found, setFound] = useState<{ of: string; cells: readonly SimilarCell[] } | null>(null);
  const of = `${find.key} ${String(cell)}`;
  useEffect(() => {
    if (find.known === 0) return;
    let wanted = true;
    const timer = setTimeout(() => {
      find.find(cell, COUNT).then(
        (cells) => {
          if (wanted) setFound({ of, cells });
        },
        () => {
          // no model is ready: then nothing is known to be alike, which the empty list says
          if (wanted) setFound({ of, cells: [] });
        },
      );
    }, REST_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [find, cell, of]);
  const none = find.known === 0 || (found?.of === of && found.cells.length === 0);
  if (none) return <p className="mt-2 text-caption text-text-3">{t('similar-none')}</p>;
  if (!found) return <p className="mt-2 text-caption text-text-3">{t('similar-wait')}</p>;
  return (
    <div className={found.of === of ? 'mt-2' : 'mt-2 opacity-60'}>
      <p className="mb-1.5 text-caption text-text-3">{t('similar', { count: find.known })}</p>
      <ul className="grid grid-cols-3 gap-2">
        {found.cells.map(({ chip, cell: there, code, similarity }) => {
          const place = placeOf(chip, there);
          const label = words(code);
          const likeness = similarity.toFixed(2);
          return (
            <li key={`${chip.id} ${String(there)}`} className="min-w-0">
              <a
                href={find.href(chip.number, there)}
                target="_blank"
                rel="noreferrer"
                className="block"
              >
                <CellCrop
                  imageUrl={chip.imageUrl}
                  place={place}
                  cellPx={chip.cellPx}
                  side={CROP_PX}
                  toned={false}
                  label={t('similar-open', {
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
        })}
      </ul>
    </div>
  );
}
