'use client';
import { clsx } from 'clsx';
import {
  Brush,
  CircleHelp,
  Eye,
  EyeOff,
  Hand,
  Maximize,
  Minus,
  Plus,
  Redo2,
  SquareDashed,
  Undo2,
} from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { Tooltip } from '@/components/ui/tooltip';
import { keyHint } from '@/lib/editor/commands/keys';
import type { Command, CommandContext } from '@/lib/editor/commands/registry';

const GROUPS: readonly (readonly [id: string, icon: LucideIcon])[][] = [
  [
    ['tool-brush', Brush],
    ['tool-rectangle', SquareDashed],
    ['tool-pan', Hand],
  ],
  [
    ['undo', Undo2],
    ['redo', Redo2],
  ],
  [['hide', Eye]],
];
const LOW: readonly (readonly [id: string, icon: LucideIcon])[] = [
  ['zoom-in', Plus],
  ['zoom-out', Minus],
  ['fit', Maximize],
  ['help', CircleHelp],
];

/** The rail of tools at the left: each button is a command of the registry. */
export function ToolRail(props: {
  commands: readonly Command[];
  context: CommandContext;
  active: string;
  hidden: boolean;
}) {
  const button = ([id, icon]: readonly [string, LucideIcon]) => (
    <RailButton key={id} id={id} icon={id === 'hide' && props.hidden ? EyeOff : icon} {...props} />
  );
  return (
    <nav
      aria-label="Tools"
      className="row-span-2 flex flex-col items-center gap-1 border-r border-line bg-bg-1 py-2 max-sm:hidden"
    >
      {GROUPS.map((group, i) => (
        <div key={group[0]?.[0] ?? i} className="flex flex-col items-center gap-1">
          {i > 0 && <hr className="my-1 w-5 border-line" />}
          {group.map(button)}
        </div>
      ))}
      <div className="mt-auto flex flex-col items-center gap-1">{LOW.map(button)}</div>
    </nav>
  );
}

function RailButton(props: {
  id: string;
  icon: LucideIcon;
  commands: readonly Command[];
  context: CommandContext;
  active: string;
}) {
  const command = props.commands.find((c) => c.id === props.id);
  if (!command) return null;
  const able = command.enabled(props.context);
  const on = props.active === props.id;
  const key = command.keys[0];
  return (
    <Tooltip
      side="right"
      content={`${command.label}${key ? ` (${keyHint(key)})` : ''}${able === true ? '' : `. ${able}`}`}
    >
      <button
        type="button"
        aria-label={command.label}
        aria-disabled={able !== true}
        aria-pressed={props.id.startsWith('tool-') ? on : undefined}
        onClick={() => {
          if (able === true) command.run(props.context);
        }}
        className={clsx(
          'relative flex size-9 items-center justify-center rounded-control pointer-coarse:size-11',
          on
            ? 'bg-bg-3 text-text-1 shadow-[inset_2px_0_0_var(--accent)]'
            : 'text-text-2 hover:bg-bg-3',
          able !== true && 'opacity-45',
        )}
      >
        <props.icon aria-hidden className="-mt-1.5 -ml-1.5 size-[18px]" strokeWidth={1.5} />
        {key && (
          <span
            aria-hidden
            className="absolute right-0.5 bottom-0.5 text-[10px] leading-3 text-text-3"
          >
            {key.replace('Ctrl+', '^').replace('Shift+', '⇧')}
          </span>
        )}
      </button>
    </Tooltip>
  );
}
