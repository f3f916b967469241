'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { Badge } from '@/components/ui/badge';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { RowAction, Table, UnseenHeading } from '@/components/ui/table';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { useSubmit } from '@/lib/client/use-submit';
import type { TokenView } from '@/lib/domain/token/schema';

/** Tokens with what they may do and when they were used, and a button that ends each. */
export function TokenTable({ tokens }: { tokens: readonly TokenView[] }) {
  const t = useTranslations('account');
  const [ending, setEnding] = useState<TokenView | null>(null);
  if (tokens.length === 0) return null;
  return (
    <>
      <Table stacks>
        <thead>
          <tr>
            <th>{t('token')}</th>
            <th>{t('may')}</th>
            <th>{t('lastUsed')}</th>
            <th>{t('ends')}</th>
            <UnseenHeading>{t('actions')}</UnseenHeading>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id}>
              <td className="min-w-32 font-medium">{token.name}</td>
              <td data-label={t('may')}>
                <span className="flex flex-wrap gap-1">
                  {token.scopes.map((scope) => (
                    <Badge key={scope}>{scope}</Badge>
                  ))}
                </span>
              </td>
              <td className="text-text-2" data-label={t('lastUsed')}>
                {token.lastUsedAt ? <When at={token.lastUsedAt} /> : t('never')}
              </td>
              <td className="text-text-2" data-label={t('ends')}>
                {token.expiresAt ? <When at={token.expiresAt} /> : t('never')}
              </td>
              <td className="text-right">
                <RowAction
                  name={t('revokeName', { name: token.name })}
                  onClick={() => setEnding(token)}
                >
                  {t('revoke')}
                </RowAction>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {ending && <RevokeDialog token={ending} onClose={() => setEnding(null)} />}
    </>
  );
}

function RevokeDialog({ token, onClose }: { token: TokenView; onClose: () => void }) {
  const t = useTranslations('account');
  const router = useRouter();
  const revoke = useSubmit(async () => {
    await api(z.void(), `/tokens/${token.id}`, { method: 'DELETE' });
    toast(t('nameNoLongerWorks', { name: token.name }));
    onClose();
    router.refresh();
  });
  return (
    <ConfirmDialog
      title={t('revokeName2', { name: token.name })}
      description={t('whatUsesItIsRefused')}
      confirm={t('revoke')}
      cancel={t('keepIt')}
      action={revoke}
      onClose={onClose}
    />
  );
}
