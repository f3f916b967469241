'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { z } from 'zod';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { TextField } from '@/components/ui/field';
import { Loaded } from '@/components/ui/loaded';
import { Notice } from '@/components/ui/notice';
import { toast } from '@/components/ui/toast';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import { AssetRemoval } from '@/lib/domain/asset/schema';
import type { AssetView } from '@/lib/domain/asset/schema';
import { bytesText } from '@/lib/i18n/bytes';
import { useErrorText } from '@/lib/i18n/use-error-text';

/** Lists what goes with a picture, or why it cannot go; where people labelled it, its name has to be typed. */
export function RemoveAssetDialog(props: {
  slug: string;
  asset: AssetView;
  onClose: () => void;
  onChanged: () => void;
}) {
  const t = useTranslations('imagery.removal');
  const describe = useErrorText();
  const { slug, asset, onClose } = props;
  const path = `/projects/${slug}/assets/${asset.id}`;
  const [typed, setTyped] = useState('');
  const list = useQuery({
    queryKey: ['removal', asset.id],
    queryFn: ({ signal }) => api(AssetRemoval, `${path}/removal`, { signal }),
    // a list of before would be refused
    gcTime: 0,
  });
  const { data: removal, refetch } = list;
  const remove = useSubmit(async () => {
    try {
      const { events = 0, asked = 0 } = removal ?? {};
      const query = `events=${String(events)}&asked=${String(asked)}`;
      await api(z.void(), `${path}?${query}`, { method: 'DELETE' });
    } catch (error) {
      void refetch();
      setTyped('');
      throw error;
    }
    toast(t('removed', { name: asset.name }));
    props.onChanged();
    onClose();
  });
  const mustType = (removal?.labellings ?? 0) > 0;
  const isAllowed = removal?.obstacle === null && (!mustType || typed.trim() === asset.name);
  return (
    <ConfirmDialog
      title={t('question', { name: asset.name })}
      description={removal?.obstacle === null ? t('means') : undefined}
      confirm={t('remove')}
      cancel={t('cancel')}
      allowed={isAllowed}
      action={remove}
      onClose={onClose}
    >
      <Loaded query={list} className="h-32 w-full">
        {(loaded) =>
          loaded.obstacle ? (
            <Notice>{describe(loaded.obstacle)}</Notice>
          ) : (
            <Losses removal={loaded} />
          )
        }
      </Loaded>
      {removal?.obstacle === null && mustType && (
        <TextField
          label={t('typeTheName', { name: asset.name })}
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
          }}
        />
      )}
    </ConfirmDialog>
  );
}

function Losses({ removal }: { removal: AssetRemoval }) {
  const t = useTranslations('imagery.removal');
  const locale = useLocale();
  const { chips, untouched, confirmed, labellings, people, proposed, leased, offline } = removal;
  const { corrections, comments } = removal;
  return (
    <>
      <ul className="flex list-disc flex-col gap-1 pl-5">
        <li>{t('chips', { chips, untouched })}</li>
        {labellings > 0 && (
          <li className="font-medium">{t('labellings', { labellings, people })}</li>
        )}
        {confirmed > 0 && <li className="font-medium">{t('confirmed', { confirmed })}</li>}
        {corrections > 0 && <li className="font-medium">{t('corrections', { corrections })}</li>}
        {comments > 0 && <li className="font-medium">{t('comments', { comments })}</li>}
        {proposed > 0 && <li>{t('proposed', { proposed })}</li>}
        {leased > 0 && <li>{t('leased', { leased, offline })}</li>}
      </ul>
      <p className="text-text-2">{t('stays', { bytes: bytesText(removal.bytes, locale) })}</p>
    </>
  );
}
