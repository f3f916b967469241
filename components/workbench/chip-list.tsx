'use client';
import dynamic from 'next/dynamic';
import { useCallback, useState } from 'react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { loadPart } from '@/lib/client/load-part';
import type { ChipStatus } from '@/lib/domain/chip/schema';

const ChipListDialog = dynamic(
  () => loadPart(() => import('@/components/workbench/chip-list-dialog')),
  { ssr: false },
);

/** The list of the project's chips, opened from the heading or for a picture that was searched for. `onOpen` goes to a chip. */
export function useChipList(props: {
  slug: string;
  /** the chip on screen: the list begins around it */
  current: number;
  status: ChipStatus | null;
  onOpen: (number: number) => void;
}): { show: (picture?: string) => void; list: ReactNode } {
  const [open, setOpen] = useState<{ picture: string } | null>(null);
  const show = useCallback((picture = '') => {
    setOpen({ picture });
  }, []);
  const close = (): void => {
    setOpen(null);
  };
  return {
    show,
    list: open && (
      <ChipListDialog
        slug={props.slug}
        current={props.current}
        picture={open.picture}
        status={open.picture === '' ? props.status : null}
        onClose={close}
        onOpen={(number) => {
          close();
          props.onOpen(number);
        }}
      />
    ),
  };
}

/** The chip's name in the heading: a button that opens the list. */
export function ChipListButton(props: { onList: () => void; children: ReactNode }) {
  const t = useTranslations('session.list');
  return (
    <button
      type="button"
      aria-haspopup="dialog"
      title={t('title')}
      className="max-w-full truncate rounded-mark px-1 hover:bg-bg-3 pointer-coarse:h-11"
      onClick={() => {
        props.onList();
      }}
    >
      {props.children}
    </button>
  );
}
