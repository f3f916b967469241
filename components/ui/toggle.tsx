'use client';
import { Switch } from 'radix-ui';
import type { ReactNode } from 'react';

/** A labelled on/off switch. */
export function Toggle(props: {
  label: ReactNode;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}) {
  return (
    <label className="flex h-7 items-center justify-between gap-2 text-caption text-text-2 pointer-coarse:h-11">
      {props.label}
      <Switch.Root
        checked={props.checked}
        disabled={props.disabled ?? false}
        onCheckedChange={props.onChange}
        className="relative h-4 w-7 shrink-0 rounded-full bg-line-control data-[state=checked]:bg-accent disabled:opacity-45"
      >
        <Switch.Thumb className="absolute top-0.5 left-0.5 block size-3 rounded-full bg-white transition-transform data-[state=checked]:translate-x-3 data-[state=checked]:bg-on-accent" />
      </Switch.Root>
    </label>
  );
}
