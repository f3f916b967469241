'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { CLASS_COLOURS, ClassView } from '@/lib/domain/class/schema';

interface Props {
  slug: string;
  /** null: a new class */
  current: ClassView | null;
  onClose: () => void;
}

/** Adds a class, or renames, recolours, archives or restores one. */
export function ClassDialog({ slug, current, onClose }: Props) {
  const t = useTranslations('settings');
  const router = useRouter();
  const [draft, setDraft] = useState({
    name: current?.name ?? '',
    hint: current?.hint ?? '',
    colour: current?.colour ?? null,
  });
  const put = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  async function send(body: object): Promise<void> {
    const path = `/projects/${slug}/classes`;
    if (current) {
      await api(ClassView, `${path}/${String(current.index)}`, { method: 'PATCH', body });
    } else await api(ClassView, path, { body });
    onClose();
    router.refresh();
  }
  const save = useSubmit(() => {
    const { name, hint, colour } = draft;
    // a colour from before the palette stays as it is
    const changed = colour !== null && colour !== current?.colour;
    return send({ name, hint, ...(changed ? { colour } : {}) });
  }, ['name', 'hint']);
  const archived = current !== null && current.archivedAt !== null;
  const archive = useSubmit(() => send({ archived: !archived }));
  const problem = save.problem ?? archive.problem;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={current ? t('changeName', { name: current.name }) : t('addAClass')}
      description={current ? t('itsCodeInTheData', { code: current.code }) : t('itGetsACodeOf')}
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save.run();
        }}
      >
        <TextField
          label={t('name')}
          required
          maxLength={60}
          value={draft.name}
          error={save.field('name')}
          onChange={(event) => put({ name: event.target.value })}
        />
        <TextField
          label={t('whatCountsInASentence')}
          maxLength={300}
          value={draft.hint}
          error={save.field('hint')}
          onChange={(event) => put({ hint: event.target.value })}
        />
        <ColourRow colour={draft.colour} onChange={(colour) => put({ colour })} />
        {problem !== null && <Notice variant="bad">{problem}</Notice>}
        <div className="flex flex-wrap justify-end gap-2">
          {current && (
            <ArchiveButton
              archived={archived}
              busy={archive.busy}
              onClick={() => void archive.run()}
            />
          )}
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button type="submit" variant="primary" busy={save.busy}>
            {current ? t('save') : t('add')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function ArchiveButton(props: { archived: boolean; busy: boolean; onClick: () => void }) {
  const t = useTranslations('settings');
  const { archived, busy, onClick } = props;
  return (
    <Button
      variant={archived ? 'plain' : 'danger'}
      className="mr-auto"
      busy={busy}
      title={archived ? t('itCanBeLabelledAgain') : t('itCanNoLongerBe')}
      onClick={onClick}
    >
      {archived ? t('restore') : t('archive')}
    </Button>
  );
}

function ColourRow(props: { colour: string | null; onChange: (colour: string) => void }) {
  const t = useTranslations('settings');
  return (
    <fieldset>
      <legend className="mb-1 text-caption font-medium text-text-2">
        {t('colour')}
        {props.colour === null && ` ${t('theNextFreeOneWhen')}`}
      </legend>
      <div className="flex flex-wrap gap-2">
        {CLASS_COLOURS.map(({ value, name }) => (
          <label
            key={value}
            title={name}
            className="flex size-8 items-center justify-center rounded-control border border-line has-checked:border-2 has-checked:border-text-1 has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent pointer-coarse:size-11"
          >
            <input
              type="radio"
              name="colour"
              className="sr-only"
              aria-label={name}
              checked={props.colour === value}
              onChange={() => props.onChange(value)}
            />
            <span
              aria-hidden
              className="size-5 rounded-mark shadow-[inset_0_0_0_1px_rgb(0_0_0/.35)]"
              style={{ background: value }}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
