'use client';
import dynamic from 'next/dynamic';
import { useLayoutEffect, useState } from 'react';
import type { Found } from '@/components/commands/found';
import { loadPart } from '@/lib/client/load-part';
import type { Command, CommandContext } from '@/lib/editor/commands/command';
import { NOTHING_TYPED, typeAhead } from '@/lib/editor/commands/type-ahead';

const CommandPalette = dynamic(
  () => loadPart(() => import('@/components/commands/command-palette')),
  { ssr: false },
);

/** The palette from its key on: what is typed while its code is fetched is what it begins with. */
export function Palette(props: {
  commands: readonly Command[];
  /** null: a page without commands */
  context: CommandContext | null;
  found: Found;
  onClose: () => void;
}) {
  const { onClose } = props;
  const [typed, setTyped] = useState(NOTHING_TYPED);
  const [ready, setReady] = useState(false);
  useLayoutEffect(() => {
    if (ready) return;
    const onDown = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onClose();
      else if (typeAhead(NOTHING_TYPED, event)) {
        event.preventDefault();
        event.stopPropagation();
        setTyped((before) => typeAhead(before, event) ?? before);
      }
    };
    window.addEventListener('keydown', onDown, true);
    return () => {
      window.removeEventListener('keydown', onDown, true);
    };
  }, [ready, onClose]);
  return (
    <CommandPalette
      {...props}
      typed={typed}
      onTyped={setTyped}
      onReady={() => {
        setReady(true);
      }}
    />
  );
}
