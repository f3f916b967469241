'use client';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { isTyping } from '@/components/commands/is-typing';
import { Palette } from '@/components/commands/palette';
import type { ProjectRole } from '@/components/shell/project-pages';
import { useChipList } from '@/components/workbench/chip-list';
import { usePreference } from '@/lib/client/use-preference';
import { commandOfKey, withKeys } from '@/lib/editor/commands/keymap';
import { keyNames } from '@/lib/editor/commands/keys';
import { PALETTE_COMMAND } from '@/lib/editor/commands/view';

const NO_MODES = { draft: false, polygon: false };

/** The palette of a page without a workbench, by the person's own key for it: it leads to chips, pictures, people and pages. */
export function PagePalette(props: {
  isOwner: boolean;
  project: { slug: string; role: ProjectRole } | null;
}) {
  const { isOwner } = props;
  const slug = props.project?.slug ?? null;
  const role = props.project?.role ?? null;
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const { value: choice } = usePreference('keys');
  const openChip = useCallback(
    (number: number) => {
      router.push(`/p/${slug ?? ''}/label/${String(number)}`);
    },
    [router, slug],
  );
  const { show, list } = useChipList({
    ...{ slug: slug ?? '', current: 1, status: null, onOpen: openChip },
  });
  const found = useMemo(
    () => ({
      isOwner,
      project: slug === null || role === null ? null : { slug, role, openChip, openPicture: show },
    }),
    [isOwner, slug, role, openChip, show],
  );
  useEffect(() => {
    const commands = withKeys([PALETTE_COMMAND], choice);
    const onDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isTyping(event.target)) return;
      if (!commandOfKey(commands, keyNames(event), NO_MODES)) return;
      event.preventDefault();
      setOpen(true);
    };
    window.addEventListener('keydown', onDown);
    return () => {
      window.removeEventListener('keydown', onDown);
    };
  }, [choice]);
  const close = useCallback(() => {
    setOpen(false);
  }, []);
  return (
    <>
      {open && <Palette commands={[]} context={null} found={found} onClose={close} />}
      {list}
    </>
  );
}
