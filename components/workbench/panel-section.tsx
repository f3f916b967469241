'use client';
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { FoldedSections } from '@/components/workbench/use-folded-sections';

/** A section of the side panel. With `folds` its title folds it away; without, it is shown alone and stays open. */
export function PanelSection(props: {
  id: string;
  title: string;
  note?: ReactNode;
  folds?: FoldedSections;
  children: ReactNode;
}) {
  const { id, title, folds } = props;
  const folded = folds?.has(id) ?? false;
  const Chevron = folded ? ChevronRight : ChevronDown;
  return (
    <section className="border-b border-line px-4 py-2 last:border-b-0">
      <header className="flex min-h-5 items-center justify-between gap-2">
        <h2 className="min-w-0">
          {folds ? (
            <button
              type="button"
              aria-expanded={!folded}
              // a click leaves the focus where it was: Space goes on meaning the cell, not this button
              onMouseDown={(event) => {
                event.preventDefault();
              }}
              onClick={() => {
                folds.toggle(id);
              }}
              className="-ml-1 flex max-w-[calc(100%+4px)] items-center gap-1 rounded-mark pr-1 pointer-coarse:min-h-11"
            >
              <Chevron aria-hidden className="size-3.5 shrink-0 text-text-3" />
              <span className="truncate">{title}</span>
            </button>
          ) : (
            <span className="block truncate">{title}</span>
          )}
        </h2>
        <span className="shrink-0 text-caption text-text-3">{props.note}</span>
      </header>
      {!folded && <div className="mt-1.5">{props.children}</div>}
    </section>
  );
}
