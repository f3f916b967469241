'use client';
import { Check } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { ReactNode } from 'react';

/** A drop-down menu under any button. */
export function Menu({
  trigger,
  children,
  align = 'end',
  onOpen,
  control,
}: {
  trigger: ReactNode;
  children: ReactNode;
  align?: 'start' | 'end';
  /** told before the menu shows, for what its entries read from the page */
  onOpen?: () => void;
  /** where something else than the trigger opens it too */
  control?: { open: boolean; set: (open: boolean) => void };
}) {
  return (
    // not modal: the page behind stays where it is, and is not hidden from screen readers while it can have the focus
    <DropdownMenu.Root
      modal={false}
      {...(control ? { open: control.open } : {})}
      onOpenChange={(open) => {
        if (open) onOpen?.();
        control?.set(open);
      }}
    >
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

const ITEM =
  'flex h-8 cursor-default items-center gap-2 rounded-mark px-2 outline-none data-disabled:opacity-45 data-highlighted:bg-bg-3 pointer-coarse:h-11';

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
      className={ITEM}
    >
      {children}
    </DropdownMenu.Item>
  );
}

/** A quiet line of words, for instance who is signed in. */
export function MenuNote({ children }: { children: ReactNode }) {
  return <div className="px-2 py-1 text-caption text-text-3">{children}</div>;
}

/** An entry that is on or off; the menu stays open, so that one sees what it does. */
export function MenuCheck(props: {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <DropdownMenu.CheckboxItem
      checked={props.checked}
      onCheckedChange={props.onChange}
      onSelect={(event) => event.preventDefault()}
      className={ITEM}
    >
      {props.children}
      <DropdownMenu.ItemIndicator className="ml-auto">
        <Check aria-hidden className="size-4" />
      </DropdownMenu.ItemIndicator>
    </DropdownMenu.CheckboxItem>
  );
}
