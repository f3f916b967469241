import type { Command } from 'commander';
import { z } from 'zod';
import { contextOf } from '@/cli/context';
import { InvitationReply } from '@/lib/domain/invitation/schema';
import { MemberView } from '@/lib/domain/member/schema';
import { UserReply, UserView } from '@/lib/domain/user/schema';

/** `quadrat users list | create | invite | add`. */
export function addUsersCommands(program: Command): void {
  const users = program.command('users').description('people of this instance and its projects');

  users
    .command('list')
    .description('everybody (needs the scope owner)')
    .action(async (_options: object, command: Command) => {
      const { client, result } = await contextOf(command);
      const { items } = await client.call(z.object({ items: z.array(UserView) }), '/users');
      const line = (u: UserView) =>
        [
          u.email,
          u.name,
          u.isOwner ? 'owner' : '',
          u.projects.map((p) => `${p.slug}:${p.role.toLowerCase()}`).join(' '),
          u.disabledAt === null ? '' : 'disabled',
        ].join('\t');
      result(items, items.map(line).join('\n'));
    });

  users
    .command('create <email> <name>')
    .description('make an account; prints the one-time password (needs the scope owner)')
    .action(async (email: string, name: string, _options: object, command: Command) => {
      const { client, result } = await contextOf(command);
      const made = await client.call(UserReply, '/users', { body: { email, name } });
      result(made, `${made.user.email}\tone-time password: ${made.oneTimePassword ?? 'none'}`);
    });

  users
    .command('add <project> <email> <role>')
    .description('give an account a role in a project: labeler, reviewer or admin')
    .action(
      async (project: string, email: string, role: string, _options: object, command: Command) => {
        const { client, result } = await contextOf(command);
        const { items } = await client.call(z.object({ items: z.array(UserView) }), '/users');
        const user = items.find((u) => u.email === email.toLowerCase());
        if (!user)
          throw new Error(`No account has the email ${email}. quadrat users create makes one.`);
        const member = await client.call(MemberView, `/projects/${project}/members/${user.id}`, {
          method: 'PUT',
          body: { role: role.toUpperCase() },
        });
        result(member, `${member.email} is ${member.role.toLowerCase()} of ${project}`);
      },
    );

  users
    .command('invite <project> <role>')
    .description('make an invitation link, shown once')
    .option('--days <days>', 'how long it is good for', '7')
    .option('--note <words>', 'for whom it is meant', '')
    .action(
      async (
        project: string,
        role: string,
        options: { days: string; note: string },
        command: Command,
      ) => {
        const { client, result } = await contextOf(command);
        const reply = await client.call(InvitationReply, `/projects/${project}/invitations`, {
          body: {
            role: role.toUpperCase(),
            expiresInDays: Number(options.days),
            note: options.note,
          },
        });
        result(reply, reply.url);
      },
    );
}
