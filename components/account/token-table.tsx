'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { Table } from '@/components/ui/table';
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
      <Table>
        <thead>
          <tr>
            <th>{t('token')}</th>
            <th>{t('may')}</th>
            <th>{t('lastUsed')}</th>
            <th>{t('ends')}</th>
            <th>
              <span className="sr-only">{t('actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id}>
              <td className="min-w-32 font-medium">{token.name}</td>
              <td>
                <span className="flex flex-wrap gap-1">
                  {token.scopes.map((scope) => (
                    <Badge key={scope}>{scope}</Badge>
                  ))}
                </span>
              </td>
              <td className="text-text-2">
                {token.lastUsedAt ? <When at={token.lastUsedAt} /> : t('never')}
              </td>
              <td className="text-text-2">
                {token.expiresAt ? <When at={token.expiresAt} /> : t('never')}
              </td>
              <td className="text-right">
                <Button
                  size="small"
                  aria-label={t('revokeName', { name: token.name })}
                  onClick={() => setEnding(token)}
                >
                  {t('revoke')}
                </Button>
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
    <Dialog
      open
      onOpenChange={onClose}
      title={t('revokeName2', { name: token.name })}
      description={t('whatUsesItIsRefused')}
      actions={
        <>
          <Button onClick={onClose}>{t('keepIt')}</Button>
          <Button variant="danger" busy={revoke.busy} onClick={() => void revoke.run()}>
            {t('revoke')}
          </Button>
        </>
      }
    >
      {revoke.problem !== null && <Notice variant="bad">{revoke.problem}</Notice>}
    </Dialog>
  );
}
