import type { Command } from 'commander';
import { z } from 'zod';
import { contextOf, outputOf, serverOf, UsageError } from '@/cli/context';
import { readLines, Session } from '@/cli/session';
import { InvitationReply } from '@/lib/domain/invitation/schema';
import { MemberView } from '@/lib/domain/member/schema';
import { UserReply, UserView } from '@/lib/domain/user/schema';

interface As {
  as: string;
}

/** What lets somebody in is done in a session, not with a token (docs/decisions/0030). */
async function signedIn(command: Command, { as: email }: As): Promise<Session> {
  const [password] = await readLines(1);
  if (password === undefined) throw new UsageError('Give the password on stdin.');
  const session = new Session(serverOf(command));
  await session.signIn(email, password);
  return session;
}

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
    .description(
      'make an account; prints its one-time password. The password of the owner is read from stdin',
    )
    .requiredOption('--as <email>', 'the owner of this instance')
    .action(async (email: string, name: string, options: As, command: Command) => {
      const { result } = outputOf(command);
      const session = await signedIn(command, options);
      const made = UserReply.parse(await session.post('/users', { email, name }));
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
    .description('make an invitation link, shown once. The password of an admin is read from stdin')
    .requiredOption('--as <email>', 'an admin of the project')
    .option('--days <days>', 'how long it is good for', '7')
    .option('--note <words>', 'for whom it is meant', '')
    .action(
      async (
        project: string,
        role: string,
        options: As & { days: string; note: string },
        command: Command,
      ) => {
        const { result } = outputOf(command);
        const session = await signedIn(command, options);
        const body = {
          role: role.toUpperCase(),
          expiresInDays: Number(options.days),
          note: options.note,
        };
        const reply = InvitationReply.parse(
          await session.post(`/projects/${project}/invitations`, body),
        );
        result(reply, reply.url);
      },
    );
}
