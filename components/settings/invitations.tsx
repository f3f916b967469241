'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { Secret } from '@/components/account/secret';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { SelectField, TextField } from '@/components/ui/field';
import { RowAction, Table, UnseenHeading } from '@/components/ui/table';
import { When } from '@/components/ui/when';
import { SubmitForm } from '@/components/ui/submit-form';
import { api } from '@/lib/client/api';
import { ApiProblem } from '@/lib/client/problem';
import { useSubmit } from '@/lib/client/use-submit';
import { InvitationReply } from '@/lib/domain/invitation/schema';
import type { InvitationView } from '@/lib/domain/invitation/schema';
import { RoleName } from '@/lib/domain/member/schema';

/** Invitations with their state; open ones can be withdrawn. */
export function InvitationTable(props: { slug: string; invitations: readonly InvitationView[] }) {
  const t = useTranslations('settings');
  const roles = useTranslations('common.roles');
  const { slug, invitations } = props;
  const router = useRouter();

  async function withdraw(id: string): Promise<void> {
    try {
      await api(z.void(), `/projects/${slug}/invitations/${id}`, { method: 'DELETE' });
      toast(t('theLinkNoLongerWorks'));
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
          <th>{t('invitation')}</th>
          <th>{t('state')}</th>
          <th>{t('until')}</th>
          <UnseenHeading>{t('actions')}</UnseenHeading>
        </tr>
      </thead>
      <tbody>
        {invitations.map(({ id, role, note, state, expiresAt }) => (
          <tr key={id}>
            <td>
              {note === '' ? t('forWhoeverHasTheLink') : note}
              <span className="block text-caption text-text-3">
                {t('asRole', { role: roles(`${role}.noun`) })}
              </span>
            </td>
            <td>
              <Badge variant={state === 'open' ? 'accent' : 'plain'}>{t(`states.${state}`)}</Badge>
            </td>
            <td className="text-text-2">
              <When at={expiresAt} />
            </td>
            <td className="text-right">
              {state === 'open' && (
                <RowAction
                  name={t('withdrawTheInvitationNote', { note })}
                  onClick={() => void withdraw(id)}
                >
                  {t('withdraw')}
                </RowAction>
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
  const t = useTranslations('settings');
  const roles = useTranslations('common.roles');
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
  }, ['note']);
  function show(next: boolean): void {
    setOpen(next);
    setDraft(EMPTY);
    setLink(null);
    make.clear();
  }
  return (
    <>
      <Button size="small" onClick={() => show(true)}>
        {t('invite')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={show}
        title={t('inviteAPerson')}
        description={t('sendThemTheLinkBy')}
        {...(link === null
          ? {}
          : { actions: <Button onClick={() => show(false)}>{t('done')}</Button> })}
      >
        {link === null ? (
          <SubmitForm action={make} label={t('makeLink')} inDialog>
            <SelectField
              label={t('role')}
              value={draft.role}
              onChange={(event) => put({ role: event.target.value })}
            >
              {RoleName.options.map((role) => (
                <option key={role} value={role}>
                  {roles(`${role}.name`)}: {roles(`${role}.can`)}
                </option>
              ))}
            </SelectField>
            <TextField
              label={t('forWhomOptionalOnlyAdmins')}
              maxLength={120}
              value={draft.note}
              error={make.field('note')}
              onChange={(event) => put({ note: event.target.value })}
            />
            <SelectField
              label={t('theLinkWorksFor')}
              value={draft.days}
              onChange={(event) => put({ days: event.target.value })}
            >
              <option value="1">{t('aDay')}</option>
              <option value="7">{t('aWeek')}</option>
              <option value="30">{t('days30')}</option>
            </SelectField>
          </SubmitForm>
        ) : (
          <Secret label={t('invitationLink')} value={link} />
        )}
      </Dialog>
    </>
  );
}
