'use client';
import { useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useState } from 'react';
import { useTranslations } from 'use-intl';
import { Secret } from '@/components/account/secret';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SelectField, TextArea, TextField } from '@/components/ui/field';
import { SubmitForm } from '@/components/ui/submit-form';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { LINK_MOST, LabellingLinkReply, LinkChipsReply } from '@/lib/domain/labelling-link/schema';

const DAYS = [1, 3, 7, 14, 30, 90] as const;
const EMPTY = {
  ...{ name: '', instructions: '', numbers: '', most: '100' },
  ...{ perChip: '2', maxPeople: '10', days: '7' },
};

/** Makes a link by which people without an account label chips: of the page's filter, or by number. */
export function NewLinkDialog({ slug, filter }: { slug: string; filter: string | null }) {
  const t = useTranslations('links');
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(EMPTY);
  const [link, setLink] = useState<string | null>(null);
  const put = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
  };
  const chips = { filter: filter ?? '', numbers: draft.numbers };
  const count = useChipCount(slug, chips, open && link === null);
  const make = useSubmit(async () => {
    const { name, instructions, most, perChip, maxPeople, days } = draft;
    const body = {
      ...{ name, instructions, perChip: Number(perChip), maxPeople: Number(maxPeople) },
      ...{ expiresInDays: Number(days), chips: { ...chips, most: Number(most) } },
    };
    const { path } = await api(LabellingLinkReply, `/projects/${slug}/labelling-links`, { body });
    // the address by which this page was reached works for the reader too, whatever NEXTAUTH_URL says
    setLink(new URL(path, window.location.origin).href);
    router.refresh();
  }, ['name', 'instructions', 'maxPeople', 'chips']);
  function show(next: boolean): void {
    setOpen(next);
    setDraft(EMPTY);
    setLink(null);
    make.clear();
  }
  return (
    <>
      <Button
        size="small"
        onClick={() => {
          show(true);
        }}
      >
        {t('make')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={show}
        title={t('new')}
        description={t('newNote')}
        {...(link === null
          ? {}
          : {
              actions: (
                <Button
                  onClick={() => {
                    show(false);
                  }}
                >
                  {t('done')}
                </Button>
              ),
            })}
      >
        {link === null ? (
          <SubmitForm action={make} label={t('makeLink')} disabled={count.data?.fit === 0} inDialog>
            <TextField
              label={t('name')}
              hint={t('nameHint')}
              required
              maxLength={80}
              value={draft.name}
              error={make.field('name')}
              onChange={(event) => {
                put({ name: event.target.value });
              }}
            />
            <TextArea
              label={t('instructions')}
              rows={2}
              maxLength={1000}
              value={draft.instructions}
              error={make.field('instructions')}
              onChange={(event) => {
                put({ instructions: event.target.value });
              }}
            />
            <TextField
              label={t('numbers')}
              hint={t('numbersHint')}
              value={draft.numbers}
              error={make.field('chips.numbers') ?? count.error?.message}
              onChange={(event) => {
                put({ numbers: event.target.value });
              }}
            />
            <p aria-live="polite" className="text-text-2">
              {filter !== null && filter !== '' && `${t('ofFilter')} `}
              {count.data
                ? t('chosen', { count: count.data.fit, more: String(count.data.more) })
                : !count.error && t('counting')}
            </p>
            <div className="grid grid-cols-2 gap-3">
              <TextField
                label={t('most')}
                hint={t('mostHint', { most: LINK_MOST.chips })}
                type="number"
                min={1}
                max={LINK_MOST.chips}
                required
                value={draft.most}
                error={make.field('chips.most')}
                onChange={(event) => {
                  put({ most: event.target.value });
                }}
              />
              <SelectField
                label={t('perChip')}
                hint={t('perChipHint')}
                value={draft.perChip}
                onChange={(event) => {
                  put({ perChip: event.target.value });
                }}
              >
                {Array.from({ length: LINK_MOST.perChip }, (_, i) => (
                  <option key={i}>{i + 1}</option>
                ))}
              </SelectField>
              <TextField
                label={t('people')}
                hint={t('peopleHint')}
                type="number"
                min={1}
                max={LINK_MOST.people}
                required
                value={draft.maxPeople}
                error={make.field('maxPeople')}
                onChange={(event) => {
                  put({ maxPeople: event.target.value });
                }}
              />
              <SelectField
                label={t('days')}
                value={draft.days}
                onChange={(event) => {
                  put({ days: event.target.value });
                }}
              >
                {DAYS.map((days) => (
                  <option key={days} value={days}>
                    {t('daysOf', { days })}
                  </option>
                ))}
              </SelectField>
            </div>
          </SubmitForm>
        ) : (
          <Secret label={t('link')} value={link} />
        )}
      </Dialog>
    </>
  );
}

/** How many chips would go out. */
function useChipCount(slug: string, chips: { filter: string; numbers: string }, asked: boolean) {
  const query = useDeferredValue(new URLSearchParams(chips).toString());
  return useQuery({
    queryKey: ['link-chips', slug, query],
    queryFn: ({ signal }) =>
      api(LinkChipsReply, `/projects/${slug}/labelling-links/chips?${query}`, { signal }),
    enabled: asked,
    retry: false,
    // chips are begun meanwhile
    staleTime: 0,
  });
}
