'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from '@/components/ui/toast';
import { useTranslations } from 'use-intl';
import { z } from 'zod';
import { Avatar } from '@/components/ui/avatar';
import { Badge } from '@/components/ui/badge';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { RowAction, Table, UnseenHeading } from '@/components/ui/table';
import { api } from '@/lib/client/api';
import { ApiProblem } from '@/lib/client/problem';
import { useSubmit } from '@/lib/client/use-submit';
import { RoleName } from '@/lib/domain/member/schema';
import type { MemberView } from '@/lib/domain/member/schema';

interface Props {
  slug: string;
  members: readonly MemberView[];
  /** the signed-in person's id */
  me: string;
}

/** The project's members with their roles, which change at once. */
export function MemberTable({ slug, members, me }: Props) {
  const t = useTranslations('settings');
  const roles = useTranslations('common.roles');
  const router = useRouter();
  const [leaving, setLeaving] = useState<MemberView | null>(null);

  async function setRole(member: MemberView, role: string): Promise<void> {
    try {
      const path = `/projects/${slug}/members/${member.userId}`;
      await api(z.void(), path, { method: 'PUT', body: { role } });
      toast(t('isRoleNow', { name: member.name, role: roles(`${RoleName.parse(role)}.noun`) }));
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      toast.error(t('theRoleWasNotChanged', { message: error.message }));
    }
    router.refresh();
  }

  return (
    <>
      <Table>
        <thead>
          <tr>
            <th>{t('person')}</th>
            <th>{t('role')}</th>
            <UnseenHeading>{t('actions')}</UnseenHeading>
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <tr key={member.userId}>
              <td>
                <span className="flex items-center gap-2">
                  <Avatar name={member.name} me={member.userId === me} />
                  <span className="min-w-0">
                    <span className="flex flex-wrap items-center gap-2 font-medium">
                      {member.name}
                      {member.disabled && <Badge variant="bad">{t('accountDisabled')}</Badge>}
                    </span>
                    <span className="block text-caption text-text-3 max-sm:hidden">
                      {member.email}
                    </span>
                  </span>
                </span>
              </td>
              <td>
                <select
                  aria-label={t('roleOfName', { name: member.name })}
                  className="h-8 rounded-control border border-line-control bg-bg-2 px-2 disabled:opacity-60 pointer-coarse:h-11"
                  value={member.role}
                  onChange={(event) => void setRole(member, event.target.value)}
                >
                  {RoleName.options.map((role) => (
                    <option key={role} value={role}>
                      {roles(`${role}.name`)}
                    </option>
                  ))}
                </select>
              </td>
              <td className="text-right">
                <RowAction
                  name={t('removeName', { name: member.name })}
                  onClick={() => setLeaving(member)}
                >
                  {t('remove')}
                </RowAction>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {leaving && (
        <RemoveDialog
          slug={slug}
          member={leaving}
          own={leaving.userId === me}
          onClose={() => setLeaving(null)}
        />
      )}
    </>
  );
}

function RemoveDialog(props: {
  slug: string;
  member: MemberView;
  own: boolean;
  onClose: () => void;
}) {
  const t = useTranslations('settings');
  const { slug, member, own, onClose } = props;
  const router = useRouter();
  const remove = useSubmit(async () => {
    await api(z.void(), `/projects/${slug}/members/${member.userId}`, { method: 'DELETE' });
    onClose();
    if (own) router.push('/');
    router.refresh();
  });
  return (
    <ConfirmDialog
      title={own ? t('leaveThisProject') : t('removeName2', { name: member.name })}
      description={own ? t('youNoLongerSeeIt') : t('theyNoLongerSeeThe')}
      confirm={own ? t('leave') : t('remove')}
      cancel={t('cancel')}
      action={remove}
      onClose={onClose}
    />
  );
}
