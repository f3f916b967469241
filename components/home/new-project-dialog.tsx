'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { ClassFields } from '@/components/home/class-fields';
import { GridFields, gridBody } from '@/components/project/grid-fields';
import type { GridDraft } from '@/components/project/grid-fields';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SelectField, TextArea, TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { DEFAULT_RULE } from '@/lib/domain/project/schema';

const Made = z.object({ slug: z.string() });

interface Draft {
  name: string;
  description: string;
  rule: string;
  classes: readonly string[];
  grid: GridDraft;
  chipFormat: string;
}
const EMPTY: Draft = {
  name: '',
  description: '',
  rule: DEFAULT_RULE,
  classes: [''],
  grid: { unit: 'px', side: '40', rows: '8', cols: '8' },
  chipFormat: 'jpeg92',
};

/** Makes a project and opens it. */
export function NewProjectDialog() {
  const t = useTranslations('home');
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(EMPTY);
  const put = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const make = useSubmit(async () => {
    const { grid, classes, ...rest } = draft;
    const body = { ...rest, ...gridBody(grid), classes: classes.map((name) => ({ name })) };
    const { slug } = await api(Made, '/projects', { body });
    router.push(`/p/${slug}`);
  }, ['name', 'description', 'classes', 'cellPx', 'cellM', 'rows', 'cols', 'rule']);
  return (
    <>
      <Button variant="primary" onClick={() => setOpen(true)}>
        {t('newProject')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t('newProject')}
        description={t('oneObjectOfStudyWhat')}
      >
        <form
          className="flex shrink-0 flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            void make.run();
          }}
        >
          <TextField
            label={t('name')}
            required
            maxLength={80}
            placeholder={t('coniferDieback')}
            value={draft.name}
            error={make.field('name')}
            onChange={(event) => put({ name: event.target.value })}
          />
          <TextField
            label={t('inASentenceOptional')}
            maxLength={500}
            value={draft.description}
            error={make.field('description')}
            onChange={(event) => put({ description: event.target.value })}
          />
          <ClassFields
            names={draft.classes}
            error={make.field('classes')}
            onChange={(classes) => put({ classes })}
          />
          <GridFields grid={draft.grid} field={make.field} onChange={(grid) => put({ grid })} />
          <TextArea
            label={t('ruleWhenACellShows')}
            required
            maxLength={1000}
            hint={t('shownWhereverPeopleDecideSo')}
            value={draft.rule}
            error={make.field('rule')}
            onChange={(event) => put({ rule: event.target.value })}
          />
          <SelectField
            label={t('chipsAreKeptAs')}
            value={draft.chipFormat}
            onChange={(event) => put({ chipFormat: event.target.value })}
          >
            <option value="jpeg92">{t('jPEGQuality92SmallNo')}</option>
            <option value="webp-lossless">{t('webPWithoutLossAboutFive')}</option>
          </SelectField>
          {make.problem !== null && <Notice variant="bad">{make.problem}</Notice>}
          <div className="flex justify-end gap-2">
            <Button onClick={() => setOpen(false)}>{t('cancel')}</Button>
            <Button type="submit" variant="primary" busy={make.busy}>
              {t('makeProject')}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
