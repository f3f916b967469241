'use client';
import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { keyHint } from '@/lib/editor/commands/keys';
import type { Command } from '@/lib/editor/commands/registry';

const GROUPS = ['Label', 'Proposals', 'Move', 'View', 'Chip'] as const;

/** All keys, out of the registry, and what mouse and fingers do. */
export function KeysDialog(props: {
  open: boolean;
  commands: readonly Command[];
  onClose: () => void;
}) {
  return (
    <Dialog
      open={props.open}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      title="All keys"
      description="Mouse: click or drag paints, Alt and drag marks a rectangle, right button moves the picture, wheel zooms. Touch: one finger paints, two move and zoom."
    >
      <div className="columns-2 gap-6 max-sm:columns-1">
        {GROUPS.map((group) => (
          <section key={group} className="mb-3 break-inside-avoid">
            <h3>{group}</h3>
            <dl>
              {props.commands
                .filter((command) => command.group === group && command.keys.length > 0)
                .map((command) => (
                  <div key={command.id} className="flex min-h-6 items-center justify-between gap-2">
                    <dt className="text-text-2">{command.label}</dt>
                    <dd className="flex gap-1">
                      {command.keys.map((key) => (
                        <Kbd key={key}>{keyHint(key)}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
