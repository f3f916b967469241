'use client';
import { BookOpen, SunMedium } from 'lucide-react';
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { CommandButton } from '@/components/commands/command-button';
import { guestLabelling, guestPath } from '@/components/guest/use-guest-chips';
import { Notice } from '@/components/ui/notice';
import { BarWords } from '@/components/workbench/bar-words';
import { ClassPanel } from '@/components/workbench/class-panel';
import PicturePanel from '@/components/workbench/picture-panel';
import { SideSections } from '@/components/workbench/side-sections';
import type { WorkbenchProject } from '@/components/workbench/types';
import { useDisplay } from '@/components/workbench/use-display';
import { useWorkbench } from '@/components/workbench/use-workbench';
import { WorkbenchFrame } from '@/components/workbench/workbench-frame';
import type { DecodedLabelling } from '@/lib/client/decoded-labelling';
import type { Outbox } from '@/lib/client/outbox/outbox';
import type { ChipView } from '@/lib/domain/chip/schema';
import { countUnlabelled } from '@/lib/editor/labelling';

/** The chip that a guest labels: the stage with its tools, the classes, and three acts. */
export function GuestWorkbench(props: {
  project: WorkbenchProject;
  outbox: Outbox;
  chip: ChipView;
  labelling: DecodedLabelling;
  busy: boolean;
  instructions: string;
  onSubmit: (cells: Uint8Array, openedMs: number) => void;
  onSkip: () => void;
}) {
  const t = useTranslations('links.work');
  const sections = useTranslations('display.sections');
  const words = useTranslations('label');
  const { project, outbox, chip, labelling, onSubmit, onSkip } = props;
  const {
    editor,
    labelling: open,
    conflicts,
    decide,
  } = useWorkbench({
    ...{ project, chip, outbox, thresholds: project.thresholds },
    labelling: {
      key: guestLabelling(project.slug, chip.id),
      path: guestPath(project.slug, chip.id, 'changes'),
      ...labelling,
    },
  });
  const state = useSyncExternalStore(editor.subscribe, editor.getState, editor.getState);
  const display = useDisplay(editor, project.slug, chip);
  useEffect(() => {
    outbox.refresh(open.key, labelling);
  }, [outbox, open, labelling]);
  const acts = useMemo(
    () => ({
      submit: () => {
        onSubmit(editor.getState().labelling.cells, open.openedMs());
      },
      ...{ next: null, previous: null, skip: onSkip },
      display: display.actions,
    }),
    [editor, open, onSubmit, onSkip, display.actions],
  );
  const { cells } = state.labelling;
  const size = cells.length;
  return (
    <WorkbenchFrame
      page="label"
      found={null}
      {...{ editor, state, chip, display, acts, conflicts, decide }}
      classes={project.classes}
      label={t('chip', { rows: chip.rows, cols: chip.cols })}
      banner={(broken) => (
        <>
          {props.instructions !== '' && <Notice>{props.instructions}</Notice>}
          {broken && <Notice variant="bad">{words('pictureLost')}</Notice>}
        </>
      )}
      panels={
        <SideSections
          label={sections('panel')}
          sections={[
            {
              id: 'classes',
              icon: BookOpen,
              title: sections('classes'),
              body: (
                <ClassPanel {...{ editor, state }} classes={project.classes} rule={project.rule} />
              ),
            },
            {
              id: 'picture',
              icon: SunMedium,
              title: sections('picture'),
              body: <PicturePanel {...{ editor, chip, display }} />,
            },
          ]}
        />
      }
      bar={(commands, context) => {
        const button = {
          ...{ commands, context, busy: props.busy, shortBelow: 'phone' as const },
          className: 'max-sm:h-12! max-sm:min-w-0 max-sm:flex-1 max-sm:px-1 max-sm:[&_kbd]:hidden',
        };
        return (
          <footer className="flex h-13 items-center gap-2 border-t border-line bg-bg-1 px-3 whitespace-nowrap max-sm:h-auto max-sm:flex-wrap max-sm:border-0 max-sm:pb-3">
            <BarWords menu={null}>
              {t('decided', { decided: size - countUnlabelled(cells), size })}
            </BarWords>
            <CommandButton {...button} id="skip" text={t('skip')} short={t('skipShort')} />
            <CommandButton
              {...button}
              id="restAbsent"
              text={t('absent')}
              short={t('absentShort')}
            />
            <CommandButton
              {...button}
              id="submit"
              text={t('submit')}
              short={t('submitShort')}
              primary
            />
          </footer>
        );
      }}
    />
  );
}
