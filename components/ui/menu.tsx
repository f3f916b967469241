'use client';
import { Check } from 'lucide-react';
import { Slot } from 'radix-ui';
import type { DropdownMenu } from 'radix-ui';
import { useEffect, useState } from 'react';
import type { KeyboardEvent, ReactNode } from 'react';
import { loadPart } from '@/lib/client/load-part';

/** The library's parts of a menu, once one was wanted: no page needs them to be drawn. */
let parts: typeof DropdownMenu | null = null;

async function loadParts(): Promise<void> {
  parts ??= (await loadPart(() => import('@/components/ui/dropdown-menu'))).DropdownMenu;
}

function loadedParts(): typeof DropdownMenu {
  if (!parts) throw new Error('an entry of a menu is drawn outside of an open one');
  return parts;
}

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
  const [own, setOwn] = useState(false);
  const [loaded, setLoaded] = useState(false);
  const open = control?.open ?? own;
  useEffect(() => {
    if (open && !loaded) void loadParts().then(() => setLoaded(true));
  }, [open, loaded]);
  function setOpen(next: boolean): void {
    if (next) onOpen?.();
    setOwn(next);
    control?.set(next);
  }
  if (!loaded) {
    const load = (): void => void loadParts();
    return (
      <Slot.Root
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={load}
        onFocus={load}
        onClick={() => setOpen(true)}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== 'ArrowDown') return;
          event.preventDefault();
          setOpen(true);
        }}
      >
        {trigger}
      </Slot.Root>
    );
  }
  const Part = loadedParts();
  return (
    // not modal: the page behind stays where it is, and is not hidden from screen readers while it can have the focus
    <Part.Root modal={false} open={open} onOpenChange={setOpen}>
      <Part.Trigger asChild>{trigger}</Part.Trigger>
      <Part.Portal>
        <Part.Content
          align={align}
          sideOffset={6}
          className="z-50 min-w-44 rounded-control border border-line bg-bg-1 p-1 shadow-float"
        >
          {children}
        </Part.Content>
      </Part.Portal>
    </Part.Root>
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
  const Part = loadedParts();
  return (
    <Part.Item
      asChild={asChild}
      disabled={disabled}
      {...(onSelect ? { onSelect } : {})}
      className={ITEM}
    >
      {children}
    </Part.Item>
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
  const Part = loadedParts();
  return (
    <Part.CheckboxItem
      checked={props.checked}
      onCheckedChange={props.onChange}
      onSelect={(event) => event.preventDefault()}
      className={ITEM}
    >
      {props.children}
      <Part.ItemIndicator className="ml-auto">
        <Check aria-hidden className="size-4" />
      </Part.ItemIndicator>
    </Part.CheckboxItem>
  );
}
