'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { Badge } from '@/components/ui/badge';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { RowAction, Table, UnseenHeading } from '@/components/ui/table';
import { toast } from '@/components/ui/toast';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import type { LabellingLinkView } from '@/lib/domain/labelling-link/schema';

/** Labelling links with how far they are; those that work can be closed. */
export function LinkTable(props: { slug: string; links: readonly LabellingLinkView[] }) {
  const t = useTranslations('links');
  const { slug, links } = props;
  const [closing, setClosing] = useState<LabellingLinkView | null>(null);
  return (
    <>
      <Table>
        <thead>
          <tr>
            <th>{t('column.name')}</th>
            <th>{t('column.state')}</th>
            <th>{t('column.people')}</th>
            <th>{t('column.chips')}</th>
            <th>{t('column.labels')}</th>
            <th>{t('column.until')}</th>
            <UnseenHeading>{t('column.actions')}</UnseenHeading>
          </tr>
        </thead>
        <tbody>
          {links.map((link) => (
            <tr key={link.id}>
              <td>
                {link.name}
                <span className="block text-caption text-text-3">
                  {t('perChipOf', { count: link.perChip })}
                </span>
              </td>
              <td>
                <Badge variant={link.state === 'open' ? 'accent' : 'plain'}>
                  {t(`state.${link.state}`)}
                </Badge>
              </td>
              <td>{t('of', { count: link.people, all: link.maxPeople })}</td>
              <td>{t('of', { count: link.done, all: link.chips })}</td>
              <td>{link.labellings}</td>
              <td className="text-text-2">
                <When at={link.expiresAt} />
              </td>
              <td className="text-right">
                {(link.state === 'open' || link.state === 'done') && (
                  <RowAction
                    name={t('closeName', { name: link.name })}
                    onClick={() => {
                      setClosing(link);
                    }}
                  >
                    {t('close')}
                  </RowAction>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {closing && (
        <CloseDialog
          slug={slug}
          link={closing}
          onClose={() => {
            setClosing(null);
          }}
        />
      )}
    </>
  );
}

function CloseDialog(props: { slug: string; link: LabellingLinkView; onClose: () => void }) {
  const t = useTranslations('links');
  const router = useRouter();
  const { slug, link, onClose } = props;
  const close = useSubmit(async () => {
    await api(z.void(), `/projects/${slug}/labelling-links/${link.id}`, { method: 'DELETE' });
    toast(t('closed'));
    onClose();
    router.refresh();
  });
  return (
    <ConfirmDialog
      title={t('closeTitle', { name: link.name })}
      description={t('closeWords')}
      confirm={t('closeIt')}
      cancel={t('cancel')}
      action={close}
      onClose={onClose}
    />
  );
}
