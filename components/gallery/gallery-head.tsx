'use client';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useGroupName } from '@/components/gallery/use-group-name';
import { Avatar } from '@/components/ui/avatar';
import { Button } from '@/components/ui/button';
import { CodeMark } from '@/components/workbench/class-mark';
import type { ClassView } from '@/lib/domain/class/schema';
import type { GalleryGroup, GalleryGrouping } from '@/lib/domain/gallery/schema';

interface Props {
  group: GalleryGroup;
  by: GalleryGrouping;
  unit: 'cells' | 'chips';
  open: boolean;
  classes: readonly ClassView[];
  words: (code: number) => string;
  /** shows the whole group, or all groups again where it is open */
  onOpen: (key: string) => void;
}

/** The heading of a group: what it is, how much is in it, and how much of that is suspicious. */
export function GalleryHead(props: Props) {
  const t = useTranslations('gallery');
  const { group, by, unit, open } = props;
  const nameOf = useGroupName(by, props.words);
  const name = nameOf(group);
  const count = unit === 'chips' ? group.chips : group.cells;
  return (
    <div role="gridcell" className="flex w-full min-w-0 items-center gap-2 whitespace-nowrap">
      {by === 'class' && <CodeMark code={Number(group.key)} classes={props.classes} />}
      {(by === 'person' || by === 'version') && group.name !== null && (
        <Avatar name={group.name} model={by === 'version'} />
      )}
      <h2 className="truncate">{name}</h2>
      <span className="text-text-2">
        {unit === 'chips' ? t('chips', { count }) : t('cells', { count })}
      </span>
      {group.suspicious > 0 && (
        <span className="text-text-3 max-sm:hidden">
          {t('suspicious', { count: group.suspicious })}
        </span>
      )}
      <Button
        size="small"
        variant="ghost"
        className="ml-auto"
        onClick={() => {
          props.onOpen(group.key);
        }}
      >
        {open ? (
          <>
            <ChevronLeft aria-hidden />
            {t('allGroups')}
          </>
        ) : (
          <>
            <span aria-hidden>{t('showAll')}</span>
            <span className="sr-only">{t('showAllOf', { name })}</span>
            <ChevronRight aria-hidden />
          </>
        )}
      </Button>
    </div>
  );
}
