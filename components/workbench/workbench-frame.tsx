'use client';
import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { useCommands } from '@/components/commands/use-commands';
import type { LatticeStageProps } from '@/components/editor/lattice-stage';
import { useKeyedState } from '@/components/editor/use-keyed';
import { CellDescription } from '@/components/workbench/cell-description';
import { classStyles } from '@/components/workbench/class-styles';
import { PhoneClasses } from '@/components/workbench/phone-classes';
import { PictureStage } from '@/components/workbench/picture-stage';
import { ToolRail } from '@/components/workbench/tool-rail';
import type { DisplaySettings } from '@/components/workbench/use-display';
import { loadPart } from '@/lib/client/load-part';
import { toolCommandId } from '@/lib/editor/commands/tools';
import type { ChipView } from '@/lib/domain/chip/schema';
import type { ClassView } from '@/lib/domain/class/schema';
import type { Conflict } from '@/lib/domain/label/schema';
import type { Command, CommandContext } from '@/lib/editor/commands/command';
import type { EditorState } from '@/lib/editor/state';

const ConflictDialog = dynamic(
  () => loadPart(() => import('@/components/workbench/conflict-dialog')),
  { ssr: false },
);

type Commands = Parameters<typeof useCommands>[0];
type Stage = Pick<LatticeStageProps, 'editor' | 'label' | 'differences' | 'commented'>;

/** The workbench of a page: tools, stage with what lies over it, panels, commands, conflicts. What differs by page is given. */
export function WorkbenchFrame(
  props: Pick<Commands, 'page' | 'acts' | 'found'> &
    Stage & {
      state: EditorState;
      chip: ChipView;
      display: DisplaySettings;
      classes: readonly ClassView[];
      conflicts: readonly Conflict[];
      decide: (conflict: Conflict, mine: boolean) => void;
      /** above the picture, which it never covers; `broken`: it could not be shown */
      banner: (broken: boolean) => ReactNode;
      panels: ReactNode;
      /** the buttons that end a chip */
      bar: (commands: readonly Command[], context: CommandContext) => ReactNode;
    },
) {
  const { editor, state, chip, classes, conflicts } = props;
  const [broken, setBroken] = useKeyedState(editor, false);
  const { commands, context, surfaces, menu } = useCommands({
    ...{ page: props.page, editor, classes, acts: props.acts, found: props.found },
  });
  const styles = useMemo(() => classStyles(classes), [classes]);
  return (
    <>
      <ToolRail
        commands={commands}
        context={context}
        active={toolCommandId(state.tool)}
        hidden={state.hidden}
        brushSize={state.brushSize}
      />
      <main
        id="content"
        tabIndex={-1}
        className="flex min-h-0 min-w-0 flex-col overflow-hidden bg-bg-0"
      >
        <div
          // on a phone the panels' button stands at the right
          className="flex flex-col gap-2 px-4 pt-3 empty:hidden max-sm:px-2 max-sm:pt-2 max-sm:pr-15"
        >
          {props.banner(broken)}
        </div>
        <div className="relative min-h-0 flex-1">
          <PictureStage
            {...{ editor, chip, classes, styles }}
            display={props.display}
            label={props.label}
            {...(props.differences ? { differences: props.differences } : {})}
            {...(props.commented ? { commented: props.commented } : {})}
            onPictureError={() => {
              setBroken(() => true);
            }}
          />
          {menu}
        </div>
        <p aria-live="polite" className="sr-only">
          <CellDescription state={state} classes={classes} />
        </p>
      </main>
      {props.panels}
      <PhoneClasses editor={editor} state={state} classes={classes} />
      {props.bar(commands, context)}
      {conflicts.length > 0 && (
        <ConflictDialog
          conflicts={conflicts}
          cols={chip.cols}
          classes={classes}
          onDecide={props.decide}
        />
      )}
      {surfaces}
    </>
  );
}
