'use client';
import {
  Gauge,
  Layers,
  MessageSquare,
  Palette,
  ScanSearch,
  SunMedium,
  TrendingUp,
} from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { CommandKey } from '@/components/commands/command-key';
import { ClassPanel } from '@/components/workbench/class-panel';
import { SideSections } from '@/components/workbench/side-sections';
import type { SideSection } from '@/components/workbench/side-sections';
import type { WorkbenchProject } from '@/components/workbench/types';
import type { DisplaySettings } from '@/components/workbench/use-display';
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
import { fixed } from '@/lib/i18n/fixed';

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

/** Classes, cell, proposals, picture and overlay. */
export function SidePanel(props: {
  editor: EditorStore;
  state: EditorState;
  project: WorkbenchProject;
  chip: ChipView;
  display: DisplaySettings;
  model: PredictorState;
  /** from which probability classes are proposed where the person has set nothing */
  thresholds: Thresholds;
  /** a control chip that the person has not decided */
  control: boolean;
  comments: { title: string; body: ReactNode };
}) {
  const { editor, state, project, chip, display } = props;
  const t = useTranslations('display.sections');
  const live = useTranslations('live');
  const format = useFormatter();
  const { from } = thresholdRange(state.thresholds, state.prediction?.outputs ?? []);
  const begun = useBegun(state.seen.size > 0);
  const later = (body: ReactNode): ReactNode => (begun ? body : <Place />);
  const sections: readonly SideSection[] = [
    {
      id: 'classes',
      icon: Palette,
      title: t('classes'),
      note: t('classesNote'),
      body: (
        <ClassPanel editor={editor} state={state} classes={project.classes} rule={project.rule} />
      ),
    },
    {
      id: 'cell',
      icon: ScanSearch,
      title: t('cell', { row: state.cursor.row + 1, col: state.cursor.col + 1 }),
      note: null,
      body: later(
        <CellInspector
          state={state}
          imageUrl={display.pictureUrl}
          classes={project.classes}
          control={props.control}
        >
          <SimilarCells
            {...{ chip, slug: project.slug, model: props.model }}
            cell={cellOf(state.labelling, state.cursor)}
            classes={project.classes}
          />
        </CellInspector>,
      ),
    },
    {
      id: 'comments',
      icon: MessageSquare,
      title: props.comments.title,
      note: <CommandKey id="comment" />,
      body: later(props.comments.body),
    },
    {
      id: 'proposals',
      icon: Gauge,
      title: t('proposals', { from: format.number(from, fixed(2)) }),
      note: (
        <span className="flex gap-1">
          <CommandKey id="thresholdDown" />
          <CommandKey id="thresholdUp" />
        </span>
      ),
      body: later(
        <ThresholdPanel
          editor={editor}
          state={state}
          model={props.model}
          inForce={props.thresholds}
          slug={project.slug}
        />,
      ),
    },
    {
      id: 'live',
      icon: TrendingUp,
      title: live('title'),
      note: live('note'),
      body: later(<LivePanel model={props.model} chip={chip} />),
    },
    {
      id: 'picture',
      icon: SunMedium,
      title: t('picture'),
      note: isAdjusted(state.picture) ? (
        <span className="font-medium text-accent">{t('pictureAdjusted')}</span>
      ) : (
        t('thisMachine')
      ),
      body: later(<PicturePanel editor={editor} chip={chip} display={display} />),
    },
    {
      id: 'overlay',
      icon: Layers,
      title: t('overlay'),
      note: t('thisMachine'),
      body: later(<OverlayPanel editor={editor} overlay={state.overlay} />),
    },
  ];
  return <SideSections label={t('panel')} sections={sections} />;
}
