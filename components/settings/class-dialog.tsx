'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
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
  });
  const archived = current !== null && current.archivedAt !== null;
  const archive = useSubmit(() => send({ archived: !archived }));
  const problem = save.problem ?? archive.problem;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={current ? `Change ${current.name}` : 'Add a class'}
      description={
        current
          ? `Its code in the data stays ${String(current.code)}; labels of it stay as they are.`
          : 'It gets a code of its own, which no other class ever takes over.'
      }
    >
      <form
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save.run();
        }}
      >
        <TextField
          label="Name"
          required
          maxLength={60}
          value={draft.name}
          error={save.field('name')}
          onChange={(event) => put({ name: event.target.value })}
        />
        <TextField
          label="What counts, in a sentence"
          maxLength={300}
          value={draft.hint}
          error={save.field('hint')}
          onChange={(event) => put({ hint: event.target.value })}
        />
        <ColourRow colour={draft.colour} onChange={(colour) => put({ colour })} />
        {problem !== null && <Notice look="bad">{problem}</Notice>}
        <div className="flex flex-wrap justify-end gap-2">
          {current && (
            <ArchiveButton
              archived={archived}
              busy={archive.busy}
              onClick={() => void archive.run()}
            />
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={save.busy}>
            {current ? 'Save' : 'Add'}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

function ArchiveButton(props: { archived: boolean; busy: boolean; onClick: () => void }) {
  const { archived, busy, onClick } = props;
  return (
    <Button
      look={archived ? 'plain' : 'danger'}
      className="mr-auto"
      busy={busy}
      title={
        archived ? 'It can be labelled again' : 'It can no longer be labelled; its labels stay'
      }
      onClick={onClick}
    >
      {archived ? 'Restore' : 'Archive'}
    </Button>
  );
}

function ColourRow(props: { colour: string | null; onChange: (colour: string) => void }) {
  return (
    <fieldset>
      <legend className="mb-1 text-caption font-medium text-text-2">
        Colour{props.colour === null && ' (the next free one when none is chosen)'}
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
