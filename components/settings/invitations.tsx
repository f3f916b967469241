'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import { z } from 'zod';
import { Secret } from '@/components/account/secret';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SelectField, TextField } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { Table } from '@/components/ui/table';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { ApiProblem } from '@/lib/client/problem';
import { useSubmit } from '@/lib/client/use-submit';
import { InvitationReply } from '@/lib/domain/invitation/schema';
import type { InvitationView } from '@/lib/domain/invitation/schema';
import { ROLE_WORDS, RoleName } from '@/lib/domain/member/schema';

/** Invitations with their state; open ones can be withdrawn. */
export function InvitationTable(props: { slug: string; invitations: readonly InvitationView[] }) {
  const { slug, invitations } = props;
  const router = useRouter();

  async function withdraw(id: string): Promise<void> {
    try {
      await api(z.void(), `/projects/${slug}/invitations/${id}`, { method: 'DELETE' });
      toast('The link no longer works.');
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      toast.error(error.message);
    }
    router.refresh();
  }

  return (
    <Table>
      <thead>
        <tr>
          <th>Invitation</th>
          <th>State</th>
          <th>Until</th>
          <th>
            <span className="sr-only">Actions</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {invitations.map(({ id, role, note, state, expiresAt }) => (
          <tr key={id}>
            <td>
              {note === '' ? 'For whoever has the link' : note}
              <span className="block text-caption text-text-3">
                as {ROLE_WORDS[role].name.toLowerCase()}
              </span>
            </td>
            <td>
              <Badge look={state === 'open' ? 'accent' : 'plain'}>{state}</Badge>
            </td>
            <td className="text-text-2">
              <When at={expiresAt} />
            </td>
            <td className="text-right">
              {state === 'open' && (
                <Button
                  size="small"
                  aria-label={`Withdraw the invitation ${note}`}
                  onClick={() => void withdraw(id)}
                >
                  Withdraw
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const EMPTY = { role: 'LABELER', note: '', days: '7' };

/** Makes a link that lets one person join. */
export function InviteDialog({ slug }: { slug: string }) {
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState(EMPTY);
  const [link, setLink] = useState<string | null>(null);
  const put = (part: Partial<typeof draft>) => setDraft({ ...draft, ...part });
  const make = useSubmit(async () => {
    const { role, note, days } = draft;
    const body = { role, note, expiresInDays: Number(days) };
    const { path } = await api(InvitationReply, `/projects/${slug}/invitations`, { body });
    // the address by which this page was reached works for the reader too, whatever NEXTAUTH_URL says
    setLink(new URL(path, window.location.origin).href);
    router.refresh();
  });
  function show(next: boolean): void {
    setOpen(next);
    setDraft(EMPTY);
    setLink(null);
    make.clear();
  }
  return (
    <>
      <Button size="small" onClick={() => show(true)}>
        Invite
      </Button>
      <Dialog
        open={open}
        onOpenChange={show}
        title="Invite a person"
        description="Send them the link by mail or chat. It works once; who has no account makes one."
        {...(link === null ? {} : { actions: <Button onClick={() => show(false)}>Done</Button> })}
      >
        {link === null ? (
          <form
            className="flex flex-col gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              void make.run();
            }}
          >
            <SelectField
              label="Role"
              value={draft.role}
              onChange={(event) => put({ role: event.target.value })}
            >
              {RoleName.options.map((role) => (
                <option key={role} value={role}>
                  {ROLE_WORDS[role].name}: {ROLE_WORDS[role].can}
                </option>
              ))}
            </SelectField>
            <TextField
              label="For whom? (optional, only admins see it)"
              maxLength={120}
              value={draft.note}
              error={make.field('note')}
              onChange={(event) => put({ note: event.target.value })}
            />
            <SelectField
              label="The link works for"
              value={draft.days}
              onChange={(event) => put({ days: event.target.value })}
            >
              <option value="1">a day</option>
              <option value="7">a week</option>
              <option value="30">30 days</option>
            </SelectField>
            {make.problem !== null && <Notice look="bad">{make.problem}</Notice>}
            <Button type="submit" look="primary" className="self-end" busy={make.busy}>
              Make link
            </Button>
          </form>
        ) : (
          <Secret label="Invitation link" value={link} />
        )}
      </Dialog>
    </>
  );
}
