'use client';
import {
  CircleQuestionMark,
  Layers,
  MessageSquare,
  Palette,
  ScanSearch,
  SunMedium,
  Users,
} from 'lucide-react';
import dynamic from 'next/dynamic';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { CommandKey } from '@/components/commands/command-key';
import { useThresholdWords } from '@/components/proposal/use-threshold-words';
import { describeWhy } from '@/components/review/describe-reason';
import { OpinionPanel } from '@/components/review/opinion-panel';
import { correctionOf, toBeConfirmed } from '@/components/review/opinions';
import type { Opinion } from '@/components/review/opinions';
import { SettledWords } from '@/components/review/settled-words';
import { CellInspector } from '@/components/workbench/cell-inspector';
import { ClassPanel } from '@/components/workbench/class-panel';
import OverlayPanel from '@/components/workbench/overlay-panel';
import { SideSections } from '@/components/workbench/side-sections';
import type { SideSection } from '@/components/workbench/side-sections';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import type { WorkbenchProject } from '@/components/workbench/types';
import type { DisplaySettings } from '@/components/workbench/use-display';
import type { ReviewChip } from '@/lib/client/review-chip';
import type { ChipPrediction } from '@/lib/domain/proposal/prediction';
import type { EditorState } from '@/lib/editor/state';
import type { EditorStore } from '@/lib/editor/store';
import { loadPart } from '@/lib/client/load-part';

const PicturePanel = dynamic(() => loadPart(() => import('@/components/workbench/picture-panel')), {
  ssr: false,
});

/** Beside the picture: why the chip comes now, the cursor's cell, who says what of it, classes, picture and overlay. */
export function ReviewPanels(props: {
  editor: EditorStore;
  state: EditorState;
  project: WorkbenchProject;
  view: ReviewChip;
  display: DisplaySettings;
  prediction: ChipPrediction | null;
  opinions: readonly Opinion[];
  /** index of the opinion that is compared with */
  compared: number;
  /** in how many cells each opinion differs */
  differing: readonly number[];
  onCompare: (index: number) => void;
  comments: { title: string; body: ReactNode };
}) {
  const { editor, state, project, view, display, prediction, opinions, compared } = props;
  const { chip } = view;
  const { thresholds } = state;
  const t = useTranslations('display.sections');
  const words = useTranslations('review');
  const tReason = useTranslations('review.reason');
  const label = useCodeLabel(project.classes);
  const thresholdWords = useThresholdWords();
  const sections: readonly SideSection[] = [
    {
      id: 'why',
      icon: CircleQuestionMark,
      title: words('panels.why'),
      body: <p className="text-text-2">{describeWhy(view, tReason, label)}</p>,
    },
    {
      id: 'cell',
      icon: ScanSearch,
      title: words('panels.cell', { row: state.cursor.row + 1, col: state.cursor.col + 1 }),
      body: (
        <CellInspector
          state={state}
          imageUrl={display.pictureUrl}
          classes={project.classes}
          control={false}
        />
      ),
    },
    {
      id: 'opinions',
      icon: Users,
      title: words('panels.opinions'),
      body: (
        <>
          <OpinionPanel
            state={state}
            opinions={opinions}
            compared={compared}
            differing={props.differing}
            classes={project.classes}
            onCompare={props.onCompare}
          />
          {view.settled && (
            <SettledWords state={state} settled={view.settled} consensus={view.consensus.cells} />
          )}
          {prediction && (
            <p className="mt-2 text-caption leading-5 text-text-3">
              {thresholdWords(thresholds, prediction.outputs, view.proposals?.name ?? null)}
            </p>
          )}
        </>
      ),
    },
    {
      id: 'comments',
      icon: MessageSquare,
      title: props.comments.title,
      note: <CommandKey id="comment" page="review" />,
      body: props.comments.body,
    },
    {
      id: 'confirm',
      icon: Palette,
      title: words(
        chip.status === 'CONFIRMED' && !correctionOf(view) ? 'panels.confirmed' : 'panels.confirm',
      ),
      body: (
        <ClassPanel
          {...{ editor, state }}
          counted={{ ...state.labelling, cells: toBeConfirmed(view, state.labelling.cells) }}
          classes={project.classes}
          rule={project.rule}
        />
      ),
    },
    {
      id: 'picture',
      icon: SunMedium,
      title: t('picture'),
      body: <PicturePanel editor={editor} chip={chip} display={display} />,
    },
    {
      id: 'overlay',
      icon: Layers,
      title: t('overlay'),
      body: <OverlayPanel editor={editor} overlay={state.overlay} />,
    },
  ];
  return <SideSections label={words('panels.all')} sections={sections} />;
}
