'use client';
import { clsx } from 'clsx';
import {
  Brush,
  CircleHelp,
  Eraser,
  Eye,
  EyeOff,
  Hand,
  Maximize,
  Minus,
  PaintBucket,
  Pentagon,
  Pipette,
  Plus,
  Redo2,
  SquareDashed,
  Undo2,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useCommandLabels } from '@/components/commands/use-command-labels';
import { Tooltip } from '@/components/ui/tooltip';
import { keyHint } from '@/lib/editor/commands/keys';
import type { Command, CommandContext } from '@/lib/editor/commands/command';

const GROUPS: readonly (readonly [id: string, icon: LucideIcon])[][] = [
  [
    ['toolBrush', Brush],
    ['toolRectangle', SquareDashed],
    ['toolPolygon', Pentagon],
    ['toolFlood', PaintBucket],
    ['toolEraser', Eraser],
    ['toolPick', Pipette],
    ['toolPan', Hand],
  ],
  [
    ['undo', Undo2],
    ['redo', Redo2],
  ],
  [['hide', Eye]],
];
const LOW: readonly (readonly [id: string, icon: LucideIcon])[] = [
  ['zoomIn', Plus],
  ['zoomOut', Minus],
  ['fit', Maximize],
  ['help', CircleHelp],
];

/** The rail of tools at the left: each button is a command of the registry. */
export function ToolRail(props: {
  commands: readonly Command[];
  context: CommandContext;
  active: string;
  hidden: boolean;
  brushSize: number;
}) {
  const t = useTranslations('keys');
  const button = ([id, icon]: readonly [string, LucideIcon]) => (
    <RailButton key={id} id={id} icon={id === 'hide' && props.hidden ? EyeOff : icon} {...props} />
  );
  return (
    <nav
      aria-label={t('groups.tools')}
      data-tour="tools"
      className="row-span-2 flex flex-col items-center gap-1 overflow-y-auto border-r border-line bg-bg-1 py-2 [scrollbar-width:none] max-sm:hidden"
    >
      {GROUPS.map((group, i) => (
        <div key={group[0]?.[0] ?? i} className="flex flex-col items-center gap-1">
          {i > 0 && <hr className="my-1 w-5 border-line" />}
          {group.map(button)}
          {i === 0 && <BrushSize {...props} />}
        </div>
      ))}
      <div data-tour="help" className="mt-auto flex flex-col items-center gap-1">
        {LOW.map(button)}
      </div>
    </nav>
  );
}

/** How many cells brush and eraser cover, with less and more; shown while one of them is the tool. */
function BrushSize(props: {
  commands: readonly Command[];
  context: CommandContext;
  active: string;
  brushSize: number;
}) {
  const t = useTranslations('keys');
  if (props.active !== 'toolBrush' && props.active !== 'toolEraser') return null;
  const size = props.brushSize;
  return (
    <div
      role="group"
      aria-label={t('brush.size', { size })}
      className="flex flex-col items-center rounded-control bg-bg-2"
    >
      <SizeButton {...props} id="brushLarger" icon={Plus} />
      <span aria-hidden className="text-[11px] leading-4 text-text-2">
        {size}×{size}
      </span>
      <SizeButton {...props} id="brushSmaller" icon={Minus} />
    </div>
  );
}

function SizeButton(props: {
  id: string;
  icon: LucideIcon;
  commands: readonly Command[];
  context: CommandContext;
}) {
  return (
    <CommandButton
      {...props}
      className="flex h-6 w-9 items-center justify-center rounded-control text-text-2 hover:bg-bg-3 pointer-coarse:h-11 pointer-coarse:w-11"
    >
      {() => <props.icon aria-hidden className="size-3.5" strokeWidth={1.5} />}
    </CommandButton>
  );
}

function RailButton(props: {
  id: string;
  icon: LucideIcon;
  commands: readonly Command[];
  context: CommandContext;
  active: string;
}) {
  const on = props.active === props.id;
  return (
    <CommandButton
      {...props}
      pressed={props.id.startsWith('tool') ? on : undefined}
      className={clsx(
        'relative flex size-9 shrink-0 items-center justify-center rounded-control pointer-coarse:size-11',
        on
          ? 'bg-bg-3 text-text-1 shadow-[inset_2px_0_0_var(--accent)]'
          : 'text-text-2 hover:bg-bg-3',
      )}
    >
      {(key) => (
        <>
          <props.icon aria-hidden className="-mt-1.5 -ml-1.5 size-[18px]" strokeWidth={1.5} />
          {key !== undefined && <KeySign name={key} />}
        </>
      )}
    </CommandButton>
  );
}

/** The key in the button's corner, where it is short enough for one. */
function KeySign({ name }: { name: string }) {
  const sign = name.replace('Ctrl+', '^').replace('Shift+', '⇧');
  if (sign.length > 3) return null;
  return (
    <span
      aria-hidden
      data-sign={sign}
      className="absolute right-0.5 bottom-0.5 text-[10px] leading-3 text-text-3 before:content-[attr(data-sign)]"
    />
  );
}

/** A command as a button whose tooltip has its words, its keys and why it cannot run now. */
function CommandButton(props: {
  id: string;
  commands: readonly Command[];
  context: CommandContext;
  pressed?: boolean | undefined;
  className: string;
  children: (key: string | undefined) => ReactNode;
}) {
  const words = useCommandLabels();
  const command = props.commands.find((c) => c.id === props.id);
  if (!command) return null;
  const able = command.enabled(props.context);
  const label = words.label(command);
  const keys = command.keys.map(keyHint).join(', ');
  return (
    <Tooltip
      side="right"
      content={`${label}${keys === '' ? '' : ` (${keys})`}${able === true ? '' : `. ${words.why(able)}`}`}
    >
      <button
        type="button"
        aria-label={label}
        aria-disabled={able !== true}
        aria-pressed={props.pressed}
        // a click leaves the focus where it was: Space and Enter go on meaning the cell, not this button
        onMouseDown={(event) => {
          event.preventDefault();
        }}
        onClick={() => {
          if (able === true) command.run(props.context);
        }}
        className={clsx(props.className, able !== true && 'opacity-45')}
      >
        {props.children(command.keys[0])}
      </button>
    </Tooltip>
  );
}
