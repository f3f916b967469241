'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Bookmark, Check } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Menu, MenuItem, MenuNote } from '@/components/ui/menu';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import { Toggle } from '@/components/ui/toggle';
import { newId } from '@/lib/core/ids';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { SavedViewList } from '@/lib/domain/saved-view/schema';
import type { SavedView } from '@/lib/domain/saved-view/schema';

/** A person's own views and the project's: to show, to save what is on screen, to rename, share and delete. */
export function ViewsMenu(props: {
  slug: string;
  role: string;
  archived: boolean;
  /** what is on screen, as the chip table's query */
  query: string;
  /** the view that is on screen */
  id: string | null;
  onShow: (view: SavedView) => void;
}) {
  const t = useTranslations('chips.views');
  const { slug, query, onShow } = props;
  const client = useQueryClient();
  const [dialog, setDialog] = useState<{ view: SavedView | null } | null>(null);
  const views = useQuery({
    queryKey: ['views', slug],
    queryFn: ({ signal }) => api(SavedViewList, `/projects/${slug}/views`, { signal }),
    staleTime: 30_000,
  });
  const items = views.data?.items ?? [];
  const current = items.find(({ id }) => id === props.id);
  const put = async ({ id, name, shared, query: of }: Omit<SavedView, 'own' | 'by'>) => {
    await api(z.void(), `/projects/${slug}/views/${id}`, {
      ...{ method: 'PUT', body: { name, shared, query: of } },
    });
    await client.invalidateQueries({ queryKey: ['views', slug] });
  };
  const remove = async (view: SavedView): Promise<void> => {
    try {
      await api(z.void(), `/projects/${slug}/views/${view.id}`, { method: 'DELETE' });
      await client.invalidateQueries({ queryKey: ['views', slug] });
    } catch (error) {
      toast.error((error as Error).message);
      return;
    }
    toast(t('deleted', { name: view.name }), {
      id: 'view',
      duration: 8000,
      action: { label: t('undo'), onClick: () => void put(view) },
    });
  };
  const may = !props.archived;
  return (
    <>
      <Menu
        trigger={
          <Button size="small">
            <Bookmark aria-hidden />
            <span className="max-w-40 truncate">{current?.name ?? t('title')}</span>
          </Button>
        }
      >
        {items.length === 0 && <MenuNote>{views.error?.message ?? t('none')}</MenuNote>}
        {items.map((view) => (
          <MenuItem
            key={view.id}
            onSelect={() => {
              onShow(view);
            }}
          >
            <span className="max-w-64 truncate">{view.name}</span>
            {view.shared && (
              <span className="text-caption text-text-3">{t('sharedBy', { name: view.by })}</span>
            )}
            {view.id === props.id && <Check aria-hidden className="ml-auto size-4" />}
          </MenuItem>
        ))}
        {may && (
          <MenuItem
            onSelect={() => {
              setDialog({ view: null });
            }}
          >
            {t('save')}
          </MenuItem>
        )}
        {may && current?.own && (
          <>
            <MenuItem
              onSelect={() => {
                setDialog({ view: current });
              }}
            >
              {t('rename', { name: current.name })}
            </MenuItem>
            <MenuItem onSelect={() => void remove(current)}>
              {t('delete', { name: current.name })}
            </MenuItem>
          </>
        )}
      </Menu>
      {dialog && (
        <ViewDialog
          view={dialog.view}
          mayShare={props.role !== 'LABELER'}
          onClose={() => {
            setDialog(null);
          }}
          onSave={async (name, shared) => {
            const view = dialog.view;
            const same = items.find((one) => one.own && one.name === name);
            const saved = {
              id: view?.id ?? same?.id ?? newId(),
              name,
              shared,
              query: view?.query ?? query,
            };
            await put(saved);
            if (!view) onShow({ ...saved, own: true, by: '' });
          }}
        />
      )}
    </>
  );
}

function ViewDialog(props: {
  view: SavedView | null;
  mayShare: boolean;
  onSave: (name: string, shared: boolean) => Promise<void>;
  onClose: () => void;
}) {
  const t = useTranslations('chips.views');
  const { view, onClose } = props;
  const [name, setName] = useState(view?.name ?? '');
  const [shared, setShared] = useState(view?.shared ?? false);
  const save = useSubmit(async () => {
    await props.onSave(name.trim(), shared);
    onClose();
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={view ? t('renameTitle') : t('saveTitle')}
      description={t('what')}
      actions={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            variant="primary"
            disabled={name.trim() === ''}
            busy={save.busy}
            onClick={() => void save.run()}
          >
            {t('saveIt')}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') void save.run();
        }}
      >
        <TextField
          data-first
          label={t('name')}
          maxLength={60}
          value={name}
          onChange={({ target }) => {
            setName(target.value);
          }}
        />
        {props.mayShare && <Toggle label={t('share')} checked={shared} onChange={setShared} />}
        <button type="submit" hidden />
      </form>
      {save.problem !== null && <Notice variant="bad">{save.problem}</Notice>}
    </Dialog>
  );
}
