'use client';
import { useCommandLabels } from '@/components/commands/use-command-labels';
import { Button } from '@/components/ui/button';
import { keyHint } from '@/lib/editor/commands/keys';
import { repeats } from '@/lib/editor/commands/command';
import type { Command } from '@/lib/editor/commands/command';

/** Below which width the short text stands. Written out: Tailwind reads class names from the source. */
const SHORT = {
  phone: { long: 'max-sm:hidden', short: 'sm:hidden' },
  desktop: { long: 'max-[1199px]:hidden', short: 'min-[1200px]:hidden' },
};

/** A button that runs a command: with its key, disabled while the command is, and then saying why. */
export function CommandButton<C>(props: {
  id: string;
  commands: readonly Command<C>[];
  context: C;
  text: string;
  short: string;
  shortBelow: keyof typeof SHORT;
  className: string;
  primary?: boolean;
  /** the primary command is under way */
  busy: boolean;
}) {
  const labels = useCommandLabels();
  const { context, primary = false } = props;
  const command = props.commands.find(({ id }) => id === props.id);
  if (!command) return null;
  const able = command.enabled(context);
  const widths = SHORT[props.shortBelow];
  return (
    <Button
      variant={primary ? 'primary' : 'plain'}
      className={props.className}
      disabled={able !== true}
      busy={primary && props.busy}
      {...(command.keys[0] === undefined ? {} : { keys: keyHint(command.keys[0]) })}
      {...(able === true ? {} : { title: labels.why(able) })}
      onKeyDown={(event) => {
        // a button under a held Enter is pressed again and again
        if (event.repeat && !repeats(command, context)) event.preventDefault();
      }}
      onClick={() => {
        command.run(context);
      }}
    >
      <span className={widths.long}>{props.text}</span>
      <span className={widths.short}>{props.short}</span>
    </Button>
  );
}
