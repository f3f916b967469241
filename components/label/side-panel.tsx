'use client';
import {
  Gauge,
  Layers,
  Palette,
  ScanSearch,
  SlidersHorizontal,
  SunMedium,
  TrendingUp,
  X,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { CommandKey } from '@/components/commands/command-key';
import { ClassPanel } from '@/components/workbench/class-panel';
import { PanelSection } from '@/components/workbench/panel-section';
import type { WorkbenchProject } from '@/components/workbench/types';
import { useFoldedSections } from '@/components/workbench/use-folded-sections';
import type { DisplaySettings } from '@/components/workbench/use-display';
import { useSimilar } from '@/components/label/use-similar';
import { afterPaint } from '@/lib/client/after-paint';
import type { ChipView } from '@/lib/domain/chip/schema';
import { isAdjusted } from '@/lib/editor/display/picture';
import { thresholdRange } from '@/lib/domain/proposal/thresholds';
import type { Thresholds } from '@/lib/domain/proposal/thresholds';
import { cellOf } from '@/lib/editor/labelling';
import type { EditorState } from '@/lib/editor/state';
import type { EditorStore } from '@/lib/editor/store';
import type { PredictorState } from '@/lib/ml/predictor';
import { loadPart } from '@/lib/client/load-part';

// what the first chip can be labelled without is fetched once its picture is there
const CellInspector = dynamic(
  () =>
    loadPart(() =>
      import('@/components/workbench/cell-inspector').then((file) => file.CellInspector),
    ),
  { ssr: false, loading: Place },
);
const SimilarCells = dynamic(
  () =>
    loadPart(() => import('@/components/label/similar-cells').then((file) => file.SimilarCells)),
  { ssr: false },
);
const ThresholdPanel = dynamic(() => loadPart(() => import('@/components/label/threshold-panel')), {
  ssr: false,
  loading: Place,
});
const LivePanel = dynamic(() => loadPart(() => import('@/components/label/live-panel')), {
  ssr: false,
  loading: Place,
});
const PicturePanel = dynamic(() => loadPart(() => import('@/components/workbench/picture-panel')), {
  ssr: false,
  loading: Place,
});
const OverlayPanel = dynamic(() => loadPart(() => import('@/components/workbench/overlay-panel')), {
  ssr: false,
  loading: Place,
});

/** What a panel that is not there yet leaves free. */
function Place() {
  return <div className="h-40" />;
}

/** True for good once the first picture has been drawn. */
function useBegun(pictured: boolean): boolean {
  const [begun, setBegun] = useState(false);
  useEffect(() => {
    if (pictured) {
      afterPaint(() => {
        setBegun(true);
      });
    }
  }, [pictured]);
  return begun;
}

interface PanelSection {
  readonly id: string;
  readonly icon: LucideIcon;
  readonly title: string;
  readonly note: ReactNode;
  readonly body: ReactNode;
  /** phones have it in the sheet under the picture */
  readonly onPhone: boolean;
}

/**
 * Classes, cell, proposals, picture and overlay. From 1200 px it is a panel of 336 px whose sections fold; below it is a strip of 44 px whose sections
 * open over the picture; phones open them one at a time from a button on the picture.
 */
export function SidePanel(props: {
  editor: EditorStore;
  state: EditorState;
  project: WorkbenchProject;
  chip: ChipView;
  display: DisplaySettings;
  model: PredictorState;
  /** from which probability classes are proposed where the person has set nothing */
  thresholds: Thresholds;
}) {
  const { editor, state, project, chip, display } = props;
  const t = useTranslations('display.sections');
  const live = useTranslations('live');
  const similar = useSimilar(project.slug, chip, props.model);
  const [open, setOpen] = useState<string | null>(null);
  const folds = useFoldedSections();
  const { from } = thresholdRange(state.thresholds, state.prediction?.outputs ?? []);
  const begun = useBegun(state.seen.size > 0);
  const later = (body: ReactNode): ReactNode => (begun ? body : <Place />);
  const sections: readonly PanelSection[] = [
    {
      id: 'classes',
      icon: Palette,
      title: t('classes'),
      note: t('classes-note'),
      body: (
        <ClassPanel editor={editor} state={state} classes={project.classes} rule={project.rule} />
      ),
      onPhone: false,
    },
    {
      id: 'cell',
      icon: ScanSearch,
      title: t('cell', { row: state.cursor.row + 1, col: state.cursor.col + 1 }),
      note: null,
      body: later(
        <CellInspector state={state} imageUrl={display.pictureUrl} classes={project.classes}>
          <SimilarCells
            cell={cellOf(state.labelling, state.cursor)}
            find={similar}
            classes={project.classes}
          />
        </CellInspector>,
      ),
      onPhone: true,
    },
    {
      id: 'proposals',
      icon: Gauge,
      title: t('proposals', { from: from.toFixed(2) }),
      note: (
        <span className="flex gap-1">
          <CommandKey id="threshold-down" />
          <CommandKey id="threshold-up" />
        </span>
      ),
      body: later(
        <ThresholdPanel
          editor={editor}
          state={state}
          model={props.model}
          inForce={props.thresholds}
        />,
      ),
      onPhone: true,
    },
    {
      id: 'live',
      icon: TrendingUp,
      title: live('title'),
      note: live('note'),
      body: later(<LivePanel model={props.model} chip={chip} />),
      onPhone: true,
    },
    {
      id: 'picture',
      icon: SunMedium,
      title: t('picture'),
      note: isAdjusted(state.picture) ? (
        <span className="font-medium text-accent">{t('picture-adjusted')}</span>
      ) : (
        t('this-machine')
      ),
      body: later(<PicturePanel editor={editor} chip={chip} display={display} />),
      onPhone: true,
    },
    {
      id: 'overlay',
      icon: Layers,
      title: t('overlay'),
      note: t('this-machine'),
      body: later(<OverlayPanel editor={editor} overlay={state.overlay} />),
      onPhone: true,
    },
  ];
  const shown = sections.find((section) => section.id === open);
  return (
    <>
      <aside
        aria-label={t('panel')}
        className="relative row-span-2 border-l border-line bg-bg-1 max-sm:hidden"
      >
        <div className="h-full overflow-y-auto max-[1199px]:hidden">
          {sections.map((section) => (
            <PanelSection
              key={section.id}
              id={section.id}
              title={section.title}
              note={section.note}
              folds={folds}
            >
              {section.body}
            </PanelSection>
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
            <div className="absolute top-2 right-[52px] z-20 max-h-[calc(100dvh-120px)] w-[320px] overflow-y-auto rounded-card border border-line bg-bg-1 shadow-float">
              <PanelSection id={shown.id} title={shown.title} note={shown.note}>
                {shown.body}
              </PanelSection>
            </div>
          )}
        </div>
      </aside>
      <PhonePanel sections={sections.filter((section) => section.onPhone)} />
    </>
  );
}

/** On a phone: a button on the picture, and a sheet over the lower half, so that the picture stays in sight. */
function PhonePanel({ sections }: { sections: readonly PanelSection[] }) {
  const t = useTranslations('display.sections');
  const [open, setOpen] = useState<string | null>(null);
  const shown = sections.find((section) => section.id === open);
  return (
    <div className="sm:hidden">
      {!shown && (
        <button
          type="button"
          aria-label={t('open')}
          onClick={() => {
            setOpen('picture');
          }}
          className="fixed top-14 right-2 z-20 flex size-11 items-center justify-center rounded-control bg-[rgb(11_12_14/0.82)] text-white"
        >
          <SlidersHorizontal aria-hidden className="size-5" strokeWidth={1.5} />
        </button>
      )}
      {shown && (
        <div
          role="group"
          aria-label={t('panel')}
          className="fixed inset-x-0 bottom-0 z-30 flex max-h-[56dvh] flex-col rounded-t-card border-t border-line bg-bg-1 shadow-float"
        >
          <div className="flex items-center gap-1 px-2 pt-2">
            {sections.map((section) => (
              <button
                key={section.id}
                type="button"
                aria-label={section.title}
                aria-pressed={section.id === open}
                onClick={() => {
                  setOpen(section.id);
                }}
                className={`flex size-11 items-center justify-center rounded-control ${section.id === open ? 'bg-bg-3 text-text-1' : 'text-text-2'}`}
              >
                <section.icon aria-hidden className="size-5" strokeWidth={1.5} />
              </button>
            ))}
            <button
              type="button"
              aria-label={t('close')}
              onClick={() => {
                setOpen(null);
              }}
              className="ml-auto flex size-11 items-center justify-center rounded-control text-text-2"
            >
              <X aria-hidden className="size-5" strokeWidth={1.5} />
            </button>
          </div>
          <div className="overflow-y-auto">
            <PanelSection id={shown.id} title={shown.title} note={shown.note}>
              {shown.body}
            </PanelSection>
          </div>
        </div>
      )}
    </div>
  );
}
