'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
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
  const [ending, setEnding] = useState<TokenView | null>(null);
  if (tokens.length === 0) return null;
  return (
    <>
      <Table>
        <thead>
          <tr>
            <th>Token</th>
            <th>May</th>
            <th>Last used</th>
            <th>Ends</th>
            <th>
              <span className="sr-only">Actions</span>
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
                {token.lastUsedAt ? <When at={token.lastUsedAt} /> : 'never'}
              </td>
              <td className="text-text-2">
                {token.expiresAt ? <When at={token.expiresAt} /> : 'never'}
              </td>
              <td className="text-right">
                <Button
                  size="small"
                  aria-label={`Revoke ${token.name}`}
                  onClick={() => setEnding(token)}
                >
                  Revoke
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
  const router = useRouter();
  const revoke = useSubmit(async () => {
    await api(z.void(), `/tokens/${token.id}`, { method: 'DELETE' });
    toast(`${token.name} no longer works.`);
    onClose();
    router.refresh();
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={`Revoke ${token.name}?`}
      description="What uses it is refused from the next request on. This cannot be undone."
      actions={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button look="danger" busy={revoke.busy} onClick={() => void revoke.run()}>
            Revoke
          </Button>
        </>
      }
    >
      {revoke.problem !== null && <Notice look="bad">{revoke.problem}</Notice>}
    </Dialog>
  );
}
