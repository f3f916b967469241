'use client';
import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { CellCrop } from '@/components/workbench/cell-crop';
import { CodeMark } from '@/components/workbench/class-mark';
import type { ClassView } from '@/lib/domain/class/schema';
import { isAdjusted } from '@/lib/editor/display/picture';
import { rankedOutputs } from '@/lib/domain/proposal/prediction';
import { cellOf } from '@/lib/editor/labelling';
import type { EditorState } from '@/lib/editor/state';
import { fixed } from '@/lib/i18n/fixed';

/** The cursor's cell: an enlarged crop with its surroundings, what the model says of it, and what else the page knows. */
export function CellInspector(props: {
  state: EditorState;
  imageUrl: string;
  classes: readonly ClassView[];
  /** a control chip that the person has not decided: nothing is to sway them, be it that no model has scored it (yet) */
  control: boolean;
  /** more of the cell; left out while nothing may sway the person */
  children?: ReactNode;
}) {
  const { state, classes } = props;
  const t = useTranslations('display.cell');
  const format = useFormatter();
  const cell = cellOf(state.labelling, state.cursor);
  // a control chip, or a model that was wrong too often
  const withheld = state.prediction?.withheld ?? false;
  const outputs =
    state.prediction && !withheld ? rankedOutputs(state.prediction, cell).slice(0, 4) : [];
  return (
    <>
      <div className="grid grid-cols-[104px_1fr] gap-3">
        <CellCrop
          imageUrl={props.imageUrl}
          place={state.cursor}
          cellPx={state.lattice.cellPx}
          side={104}
          toned={isAdjusted(state.picture)}
          label={t('crop', { row: state.cursor.row + 1, col: state.cursor.col + 1 })}
        />
        <div>
          {outputs.length === 0 && (
            <p className="text-caption text-text-3">{withheld ? t('withheld') : t('none')}</p>
          )}
          <ul>
            {outputs.map((output, rank) => (
              <li key={output.code} className="text-caption">
                <div className="flex h-5 items-center gap-2">
                  <CodeMark code={output.code} classes={classes} />
                  <span
                    className={`min-w-0 flex-1 truncate ${rank === 0 ? 'font-medium' : 'text-text-2'}`}
                  >
                    {output.name}
                  </span>
                  <span className={rank === 0 ? 'font-medium' : 'text-text-2'}>
                    {format.number(output.probability, fixed(2))}
                  </span>
                </div>
                <div className="ml-5 h-[3px] overflow-hidden rounded-full bg-bg-3">
                  <div
                    className={`h-full rounded-full ${rank === 0 ? 'bg-accent' : 'bg-text-3'}`}
                    style={{ width: `${String(Math.round(output.probability * 100))}%` }}
                  />
                </div>
              </li>
            ))}
          </ul>
        </div>
      </div>
      {!props.control && !withheld && props.children}
    </>
  );
}
