'use client';
import dynamic from 'next/dynamic';
import { useTranslations } from 'use-intl';
import { useThresholdWords } from '@/components/proposal/use-threshold-words';
import { describeReason } from '@/components/review/describe-reason';
import { OpinionPanel } from '@/components/review/opinion-panel';
import type { Opinion } from '@/components/review/opinions';
import { CellInspector } from '@/components/workbench/cell-inspector';
import { ClassPanel } from '@/components/workbench/class-panel';
import OverlayPanel from '@/components/workbench/overlay-panel';
import { PanelSection } from '@/components/workbench/panel-section';
import type { WorkbenchProject } from '@/components/workbench/types';
import type { DisplaySettings } from '@/components/workbench/use-display';
import { useFoldedSections } from '@/components/workbench/use-folded-sections';
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
}) {
  const { editor, state, project, view, display, prediction, opinions, compared } = props;
  const { chip } = view;
  const { thresholds } = state;
  const t = useTranslations('display.sections');
  const words = useTranslations('review');
  const tReason = useTranslations('review.reason');
  const thresholdWords = useThresholdWords();
  const folds = useFoldedSections();
  return (
    <aside
      aria-label={words('panels.all')}
      className="row-span-2 overflow-y-auto border-l border-line bg-bg-1 max-sm:hidden"
    >
      <PanelSection id="why" title={words('panels.why')} folds={folds}>
        <p className="text-text-2">{describeReason(view.reason, tReason)}</p>
      </PanelSection>
      <PanelSection
        id="cell"
        title={words('panels.cell', { row: state.cursor.row + 1, col: state.cursor.col + 1 })}
        folds={folds}
      >
        <CellInspector state={state} imageUrl={display.pictureUrl} classes={project.classes} />
      </PanelSection>
      <PanelSection id="opinions" title={words('panels.opinions')} folds={folds}>
        <OpinionPanel
          state={state}
          opinions={opinions}
          compared={compared}
          differing={props.differing}
          classes={project.classes}
          onCompare={props.onCompare}
        />
        {prediction && (
          <p
            className="mt-2 text-caption leading-5 text-text-3"
            data-threshold-source={thresholds.source}
          >
            {thresholdWords(thresholds, prediction.outputs, view.proposals?.name ?? null)}
          </p>
        )}
      </PanelSection>
      <PanelSection id="confirm" title={words('panels.confirm')} folds={folds}>
        <ClassPanel editor={editor} state={state} classes={project.classes} rule={project.rule} />
      </PanelSection>
      <PanelSection id="picture" title={t('picture')} folds={folds}>
        <PicturePanel editor={editor} chip={chip} display={display} />
      </PanelSection>
      <PanelSection id="overlay" title={t('overlay')} folds={folds}>
        <OverlayPanel editor={editor} overlay={state.overlay} />
      </PanelSection>
    </aside>
  );
}
