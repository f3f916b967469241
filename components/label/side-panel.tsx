'use client';
import { Gauge, Layers, Palette, ScanSearch } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { CellInspector } from '@/components/label/cell-inspector';
import { ClassPanel } from '@/components/label/class-panel';
import { whyNoProposals } from '@/components/label/model-state';
import { OverlayPanel } from '@/components/label/overlay-panel';
import { ThresholdPanel } from '@/components/label/threshold-panel';
import type { LabelProject } from '@/components/label/types';
import { Kbd } from '@/components/ui/kbd';
import type { EditorState, EditorStore } from '@/lib/editor/store';
import type { PredictorState } from '@/lib/ml/predictor';

/**
 * Classes, cell, proposals and overlay. From 1200 px it is a panel of 336 px; below it is a strip of 44 px whose sections open
 * over the picture; phones have a sheet instead.
 */
export function SidePanel(props: {
  editor: EditorStore;
  state: EditorState;
  project: LabelProject;
  imageUrl: string;
  model: PredictorState;
}) {
  const { editor, state, project } = props;
  const [open, setOpen] = useState<string | null>(null);
  const sections = [
    {
      id: 'classes',
      icon: Palette,
      title: 'Classes',
      note: 'cells of this chip' as ReactNode,
      body: (
        <ClassPanel editor={editor} state={state} classes={project.classes} rule={project.rule} />
      ),
    },
    {
      id: 'cell',
      icon: ScanSearch,
      title: `Cell, row ${String(state.cursor.row + 1)}, column ${String(state.cursor.col + 1)}`,
      note: null,
      body: <CellInspector state={state} imageUrl={props.imageUrl} classes={project.classes} />,
    },
    {
      id: 'proposals',
      icon: Gauge,
      title: `Show proposals from ${state.threshold.toFixed(2)}`,
      note: (
        <span className="flex gap-1">
          <Kbd>[</Kbd>
          <Kbd>]</Kbd>
        </span>
      ),
      body: <ThresholdPanel editor={editor} state={state} words={whyNoProposals(props.model)} />,
    },
    {
      id: 'overlay',
      icon: Layers,
      title: 'Overlay',
      note: 'this machine only',
      body: <OverlayPanel editor={editor} overlay={state.overlay} />,
    },
  ];
  const shown = sections.find((section) => section.id === open);
  return (
    <aside
      aria-label="Classes, cell and overlay"
      className="relative row-span-2 border-l border-line bg-bg-1 max-sm:hidden"
    >
      <div className="h-full overflow-y-auto max-[1199px]:hidden">
        {sections.map((section) => (
          <Section key={section.id} title={section.title} note={section.note}>
            {section.body}
          </Section>
        ))}
      </div>
      <div className="flex flex-col items-center gap-1 py-2 min-[1200px]:hidden">
        {sections.map((section) => (
          <button
            key={section.id}
            type="button"
            aria-label={section.title}
            aria-expanded={open === section.id}
            onClick={() => {
              setOpen(open === section.id ? null : section.id);
            }}
            className={`flex size-9 items-center justify-center rounded-control pointer-coarse:size-11 ${open === section.id ? 'bg-bg-3 text-text-1' : 'text-text-2 hover:bg-bg-3'}`}
          >
            <section.icon aria-hidden className="size-[18px]" strokeWidth={1.5} />
          </button>
        ))}
        {shown && (
          <div className="absolute top-2 right-[52px] z-20 w-[320px] rounded-card border border-line bg-bg-1 shadow-float">
            <Section title={shown.title} note={shown.note}>
              {shown.body}
            </Section>
          </div>
        )}
      </div>
    </aside>
  );
}

function Section(props: { title: string; note: ReactNode; children: ReactNode }) {
  return (
    <section className="border-b border-line px-4 py-3 last:border-b-0">
      <header className="mb-2 flex h-5 items-center justify-between gap-2">
        <h2 className="truncate">{props.title}</h2>
        <span className="shrink-0 text-caption text-text-3">{props.note}</span>
      </header>
      {props.children}
    </section>
  );
}
