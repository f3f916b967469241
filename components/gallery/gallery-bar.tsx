'use client';
import { ExternalLink, Info } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { CommandButton } from '@/components/commands/command-button';
import { Button } from '@/components/ui/button';
import { Kbd } from '@/components/ui/kbd';
import { Menu, MenuItem } from '@/components/ui/menu';
import { CodeMark } from '@/components/workbench/class-mark';
import { BarWords } from '@/components/workbench/bar-words';
import type { GalleryStore } from '@/lib/client/gallery/gallery-store';
import type { ClassView } from '@/lib/domain/class/schema';
import { codeOfClass } from '@/lib/domain/label/cell-code';
import type { GalleryCommand, GalleryContext } from '@/lib/editor/commands/gallery';

/** How many crops are chosen, and the commands that decide them. */
export function GalleryBar(props: {
  store: GalleryStore;
  commands: readonly GalleryCommand[];
  acts: GalleryContext;
  classes: readonly ClassView[];
  details: boolean;
  onDetails: () => void;
}) {
  const t = useTranslations('gallery');
  const { store, commands, acts, classes } = props;
  const { selected, decisions, saving, cursor } = useSyncExternalStore(
    store.subscribe,
    store.getState,
    store.getState,
  );
  const count = selected.size > 0 ? selected.size : Number(cursor !== null);
  const button = {
    ...{ commands, context: acts, busy: false, shortBelow: 'desktop' as const },
    className: 'max-sm:h-12! max-sm:flex-1',
  };
  const cells = store.view.unit === 'cells';
  return (
    <footer className="flex min-h-13 items-center gap-2 border-t border-line bg-bg-1 px-4 whitespace-nowrap max-sm:flex-wrap max-sm:px-2 max-sm:pb-2">
      <BarWords
        menu={
          <span className="flex items-center gap-2 min-[1200px]:hidden">
            <Button
              variant="ghost"
              size="icon"
              aria-label={t('openChip')}
              disabled={acts.hasCursor() !== true}
              onClick={acts.open}
            >
              <ExternalLink aria-hidden />
            </Button>
            <Button
              variant="ghost"
              size="icon"
              aria-label={t('details')}
              aria-expanded={props.details}
              onClick={props.onDetails}
            >
              <Info aria-hidden />
            </Button>
          </span>
        }
      >
        <span className="font-medium text-text-1">
          {selected.size > 0 ? t('selected', { count: selected.size }) : t('noneSelected')}
        </span>{' '}
        <span className="text-caption text-text-3 max-[1199px]:hidden">
          {t.rich('howToSelect', { key: (chunks) => <Kbd>{chunks}</Kbd> })}
        </span>
      </BarWords>
      {cells && (
        <>
          <CommandButton {...button} id="absent" text={t('absent')} short={t('absent')} />
          <Menu
            trigger={
              <Button
                className="max-sm:h-12! max-sm:flex-1"
                disabled={acts.canLabel() !== true}
                keys={classes.length > 1 ? `1–${String(Math.min(9, classes.length))}` : '1'}
              >
                {t('classButton')}
              </Button>
            }
          >
            {classes.map((one) => (
              <MenuItem
                key={one.index}
                onSelect={() => {
                  acts.label(codeOfClass(one.index));
                }}
              >
                <CodeMark code={codeOfClass(one.index)} classes={classes} />
                {one.name}
              </MenuItem>
            ))}
          </Menu>
          <CommandButton {...button} id="unsure" text={t('unsure')} short={t('unsure')} />
        </>
      )}
      {store.view.state === 'waiting' && (
        <CommandButton {...button} id="return" text={t('return')} short={t('returnShort')} />
      )}
      {store.view.state !== 'imported' && (
        <CommandButton {...button} id="gallerySecond" text={t('second')} short={t('secondShort')} />
      )}
      <CommandButton
        {...button}
        id="galleryConfirm"
        text={t('confirm', { count })}
        short={t('confirm', { count })}
        primary={decisions.size === 0}
      />
      {decisions.size > 0 && (
        <CommandButton
          {...button}
          busy={saving}
          id="gallerySave"
          text={t('save', { count: decisions.size })}
          short={t('save', { count: decisions.size })}
          primary
        />
      )}
    </footer>
  );
}
