'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl';
import { PagePalette } from '@/components/commands/page-palette';
import { GalleryBar } from '@/components/gallery/gallery-bar';
import { GalleryDrawer } from '@/components/gallery/gallery-drawer';
import { GalleryFilters } from '@/components/gallery/gallery-filters';
import { GalleryList } from '@/components/gallery/gallery-list';
import { LabelCheck } from '@/components/gallery/label-check';
import { useGalleryActs } from '@/components/gallery/use-gallery-acts';
import { useGalleryKeys } from '@/components/gallery/use-gallery-keys';
import { useGalleryView } from '@/components/gallery/use-gallery-view';
import { ReturnDialog } from '@/components/review/return-dialog';
import { TopBar } from '@/components/shell/top-bar';
import { EmptyState } from '@/components/ui/empty-state';
import { Notice } from '@/components/ui/notice';
import { useCodeLabel } from '@/components/workbench/use-code-label';
import type { WorkbenchPerson, WorkbenchProject } from '@/components/workbench/types';
import { api } from '@/lib/client/api';
import { galleryStore } from '@/lib/client/gallery/gallery-stores';
import type { GalleryStore } from '@/lib/client/gallery/gallery-store';
import type { GalleryItem } from '@/lib/client/gallery/items';
import { loadPart } from '@/lib/client/load-part';
import { usePreference } from '@/lib/client/use-preference';
import { GalleryGroupsReply } from '@/lib/domain/gallery/schema';
import { groupsQuery, listOf, queryOf } from '@/lib/domain/gallery/view';
import type { GalleryView } from '@/lib/domain/gallery/view';
import { galleryCommands } from '@/lib/editor/commands/gallery';
import { withKeys } from '@/lib/editor/commands/keymap';

const KeysDialog = dynamic(() => loadPart(() => import('@/components/commands/keys-dialog')), {
  ssr: false,
});

const NO_STATES = { waiting: 0, confirmed: 0, imported: 0 };

/** Labels of many chips at once: to look through, decide and save. */
export function GalleryScreen(props: {
  person: WorkbenchPerson;
  project: WorkbenchProject;
  /** groups of the view of the address, as the page was made */
  groups: GalleryGroupsReply;
  /** confirmed chips of which a correction is asked for, as the page was made: they are in the list */
  corrections: number;
  query: string;
}) {
  const t = useTranslations('gallery');
  const { person, project } = props;
  const { slug, classes } = project;
  const words = useCodeLabel(classes);
  const { view, change } = useGalleryView(slug);
  const key = queryOf(view);
  const store = useMemo(() => galleryStore(slug, view), [slug, view]);
  const groups = useGroups(slug, view, key === props.query ? props.groups : undefined);
  const states = groups.data?.states ?? NO_STATES;
  const [details, setDetails] = useState(false);
  const [help, setHelp] = useState(false);
  const router = useRouter();
  const href = useCallback((item: GalleryItem) => chipAddress(slug, item, view), [slug, view]);
  const onOpen = useCallback(
    (item: GalleryItem) => {
      router.push(href(item));
    },
    [router, href],
  );
  const onLike = useCallback(
    (item: GalleryItem) => {
      change({ order: 'like', like: item.chip.number, group: undefined }, 'push');
    },
    [change],
  );
  const client = useQueryClient();
  const onSaved = useCallback(() => {
    void client.invalidateQueries({ queryKey: ['gallery', slug] });
    void client.invalidateQueries({ queryKey: ['gallery-chip', slug] });
  }, [client, slug]);
  const { acts, returning, setReturning } = useGalleryActs({
    ...{ slug, store, onOpen, onLike, onSaved, archived: project.archived },
    onHelp: useCallback(() => {
      setHelp(true);
    }, []),
  });
  const { value: choice } = usePreference('keys');
  const commands = useMemo(() => withKeys(galleryCommands(classes), choice), [classes, choice]);
  useGalleryKeys(commands, acts, returning || help);
  const shown = useMemo(
    () =>
      (groups.data?.items ?? []).filter(
        (one) => view.group === undefined || one.key === view.group,
      ),
    [groups.data, view.group],
  );
  return (
    <div
      data-theme="dark"
      className="grid h-dvh grid-cols-[minmax(0,1fr)] grid-rows-[48px_auto_minmax(0,1fr)_auto] overflow-hidden bg-bg-0 min-[1200px]:grid-cols-[minmax(0,1fr)_376px]"
    >
      <div className="col-span-full">
        <TopBar person={person} project={project} />
        <PagePalette isOwner={person.isOwner} project={project} />
      </div>
      <h1 className="sr-only">{t('title')}</h1>
      <div>
        <GalleryFilters
          {...{ slug, view, classes, states }}
          role={project.role}
          archived={project.archived}
          corrections={props.corrections}
          onChange={change}
        />
        {view.unit === 'cells' && (
          <LabelCheck
            {...{ slug }}
            archived={project.archived}
            byCheck={view.order === 'issue'}
            onShow={() => {
              change({ order: 'issue', group: undefined }, 'push');
            }}
          />
        )}
      </div>
      <main id="content" tabIndex={-1} className="relative col-start-1 min-h-0 outline-none">
        {groups.error && <Notice variant="bad">{groups.error.message}</Notice>}
        {groups.data && shown.length === 0 ? (
          <EmptyState title={t('empty.title')}>{t('empty.text')}</EmptyState>
        ) : (
          <GalleryList
            key={key}
            {...{ store, classes, words, onOpen }}
            groups={shown}
            onGroup={(group) => {
              change({ group: view.group === undefined ? group : undefined }, 'push');
            }}
          />
        )}
      </main>
      <aside
        aria-label={t('details')}
        className={`row-start-2 row-end-5 overflow-y-auto border-l border-line bg-bg-1 min-[1200px]:col-start-2 max-[1199px]:fixed max-[1199px]:top-12 max-[1199px]:right-0 max-[1199px]:bottom-13 max-[1199px]:z-20 max-[1199px]:w-[376px] max-[1199px]:max-w-full max-[1199px]:shadow-float max-sm:bottom-32 ${details ? '' : 'max-[1199px]:hidden'}`}
      >
        <Drawer
          {...{ store, slug, classes, words, href, onLike }}
          rule={project.rule}
          byCheck={view.order === 'issue'}
        />
      </aside>
      <GalleryBar
        {...{ store, commands, acts, classes, details }}
        onDetails={() => {
          setDetails(!details);
        }}
      />
      <ReturnDialog
        open={returning}
        correction={false}
        to={t('labelers')}
        busy={false}
        onClose={() => {
          setReturning(false);
        }}
        onReturn={(reason) => {
          setReturning(false);
          store.decide({ kind: 'return', reason });
        }}
      />
      {help && (
        <KeysDialog
          commands={commands}
          hands="gallery"
          onClose={() => {
            setHelp(false);
          }}
        />
      )}
    </div>
  );
}

/** The drawer of the item at the cursor: drawn again when that changes, not with each verdict. */
function Drawer(
  props: Omit<Parameters<typeof GalleryDrawer>[0], 'item'> & { store: GalleryStore },
) {
  const { store, ...rest } = props;
  const cursor = useSyncExternalStore(
    store.subscribe,
    () => store.getState().cursor,
    () => null,
  );
  return <GalleryDrawer {...rest} item={store.item(cursor)} />;
}

function useGroups(slug: string, view: GalleryView, initial: GalleryGroupsReply | undefined) {
  const query = groupsQuery(view);
  return useQuery({
    queryKey: ['gallery', slug, query],
    queryFn: ({ signal }) =>
      api(GalleryGroupsReply, `/projects/${slug}/review/gallery/groups?${query}`, { signal }),
    ...(initial ? { initialData: initial } : {}),
    staleTime: 30_000,
  });
}

/** A chip's page at a cell, from which the gallery's place is one step back, and next and previous are the gallery's. */
function chipAddress(slug: string, { chip, cell }: GalleryItem, view: GalleryView): string {
  const query = new URLSearchParams({ gallery: queryOf(view), ...listOf(view, chip) });
  if (cell !== null) query.set('cell', String(cell));
  return `/p/${slug}/review/${String(chip.number)}?${query.toString()}`;
}
