'use client';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

/** A drop-down menu under any button. */
export function Menu({
  trigger,
  children,
  align = 'end',
}: {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
}) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          className="z-50 min-w-44 rounded-control border border-line bg-bg-1 p-1 shadow-float"
        >
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

/** One entry; give it a Link child by `asChild`. */
export function MenuItem({
  onSelect,
  asChild = false,
  disabled = false,
  children,
}: {
  onSelect?: () => void;
  asChild?: boolean;
  disabled?: boolean;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.Item
      asChild={asChild}
      disabled={disabled}
      {...(onSelect ? { onSelect } : {})}
      className="flex h-8 cursor-default items-center gap-2 rounded-mark px-2 outline-none data-disabled:opacity-45 data-highlighted:bg-bg-3 pointer-coarse:h-11"
    >
      {children}
    </DropdownMenu.Item>
  );
}

/** A quiet line of words, for instance who is signed in. */
export function MenuNote({ children }: { children: ReactNode }) {
  return <div className="px-2 py-1 text-caption text-text-3">{children}</div>;
}
