'use client';
import { MoreHorizontal } from 'lucide-react';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { DisableDialog, ResetPasswordDialog } from '@/components/admin/person-dialogs';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Menu, MenuCheck, MenuItem } from '@/components/ui/menu';
import { Table, UnseenHeading } from '@/components/ui/table';
import { toast } from '@/components/ui/toast';
import { When } from '@/components/ui/when';
import { api } from '@/lib/client/api';
import { RoleName } from '@/lib/domain/member/schema';
import { UserReply } from '@/lib/domain/user/schema';
import type { UserView } from '@/lib/domain/user/schema';

type Confirmation = { user: UserView; what: 'reset' | 'disable' } | null;

/** All accounts of the instance with what the owner can do to each. `me` is the owner's own id. */
export function PeopleTable({ users, me }: { users: readonly UserView[]; me: string }) {
  const t = useTranslations('admin');
  const [asked, setAsked] = useState<Confirmation>(null);
  const close = () => setAsked(null);
  const router = useRouter();
  const allow = useMutation({
    mutationFn: ({
      user,
      mayMakeProjects,
    }: Pick<UserView, 'mayMakeProjects'> & { user: UserView }) =>
      api(UserReply, `/users/${user.id}`, { method: 'PATCH', body: { mayMakeProjects } }),
    onSuccess: () => {
      router.refresh();
    },
    onError: (error) => toast.error(error.message),
  });
  return (
    <>
      <Table>
        <thead>
          <tr>
            <th>{t('person')}</th>
            <th>{t('projects')}</th>
            <th className="max-sm:hidden">{t('since')}</th>
            <UnseenHeading>{t('actions')}</UnseenHeading>
          </tr>
        </thead>
        <tbody>
          {users.map((user) => (
            <tr key={user.id}>
              <td>
                <span className="flex flex-wrap items-center gap-x-2">
                  <span className="font-medium">{user.name}</span>
                  <States user={user} />
                </span>
                <span className="text-caption text-text-3">{user.email}</span>
              </td>
              <td className="min-w-24 text-text-2">
                <Projects user={user} />
              </td>
              <td className="text-text-2 max-sm:hidden">
                <When at={user.createdAt} />
              </td>
              <td className="text-right">
                <Menu
                  trigger={
                    <Button
                      variant="ghost"
                      size="icon"
                      aria-label={t('actionsForName', { name: user.name })}
                    >
                      <MoreHorizontal aria-hidden />
                    </Button>
                  }
                >
                  {!user.isOwner && (
                    <MenuCheck
                      checked={user.mayMakeProjects}
                      onChange={(mayMakeProjects) => {
                        allow.mutate({ user, mayMakeProjects });
                      }}
                    >
                      {t('mayMakeProjects')}
                    </MenuCheck>
                  )}
                  <MenuItem onSelect={() => setAsked({ user, what: 'reset' })}>
                    {t('resetPassword')}
                  </MenuItem>
                  <MenuItem
                    disabled={user.id === me}
                    onSelect={() => setAsked({ user, what: 'disable' })}
                  >
                    {user.disabledAt ? t('enableAccount') : t('disableAccount')}
                  </MenuItem>
                </Menu>
              </td>
            </tr>
          ))}
        </tbody>
      </Table>
      {asked?.what === 'reset' && <ResetPasswordDialog user={asked.user} onClose={close} />}
      {asked?.what === 'disable' && <DisableDialog user={asked.user} onClose={close} />}
    </>
  );
}

function States({ user }: { user: UserView }) {
  const t = useTranslations('admin');
  return (
    <>
      {user.isOwner && <Badge variant="accent">{t('owner')}</Badge>}
      {user.mayMakeProjects && !user.isOwner && <Badge>{t('makesProjects')}</Badge>}
      {user.disabledAt !== null && <Badge variant="bad">{t('disabled')}</Badge>}
      {user.mustChangePassword && <Badge>{t('oneTimePassword')}</Badge>}
    </>
  );
}

function Projects({ user: { projects, isOwner } }: { user: UserView }) {
  const t = useTranslations('admin');
  const roles = useTranslations('common.roles');
  if (isOwner) return t('allAsAdmin');
  if (projects.length === 0) return t('noProject');
  return projects
    .map(({ name, role }) => `${name} (${roles(`${RoleName.parse(role)}.noun`)})`)
    .join(', ');
}
