import type { Command } from 'commander';
import { saveToken } from '@/cli/config';
import { serverOf, UsageError } from '@/cli/context';
import { readLines, Session } from '@/cli/session';
import { TokenReply } from '@/lib/domain/token/schema';
import { Me } from '@/lib/domain/user/schema';

interface LoginOptions {
  email: string;
  newPassword?: boolean;
  days: string;
  name: string;
  print?: boolean;
}

/** `quadrat login`: signs in once with email and password (from stdin) and keeps a token instead of the password. */
export function addLoginCommand(program: Command): void {
  program
    .command('login')
    .description('sign in; the password is read from stdin, a token is kept, the password is not')
    .requiredOption('--email <email>')
    .option('--new-password', 'stdin has a second line: the new password (first sign-in)')
    .option('--days <days>', 'life of the token in days', '90')
    .option('--name <name>', 'name of the token', 'quadrat command line')
    .option('--print', 'print the token instead of keeping it')
    .action(async (options: LoginOptions, command: Command) => {
      const server = serverOf(command);
      const [password, next] = await readLines(options.newPassword === true ? 2 : 1);
      if (password === undefined) throw new UsageError('Give the password on stdin.');
      const session = new Session(server);
      await session.signIn(options.email, password);
      if (options.newPassword === true) {
        if (next === undefined) throw new UsageError('Give the new password on a second line.');
        await session.post('/me/password', { current: password, next });
      }
      const me = Me.parse(await session.get('/me'));
      const scopes = me.scopes.filter(
        (scope) => scope !== 'runner' && (scope !== 'owner' || me.isOwner),
      );
      const reply = TokenReply.parse(
        await session.post('/tokens', {
          name: options.name,
          scopes,
          expiresInDays: Number(options.days),
        }),
      );
      if (options.print === true) {
        console.log(reply.secret);
        return;
      }
      const file = await saveToken(server, reply.secret);
      console.error(
        `Signed in as ${me.name}. The token is kept in ${file} for ${options.days} days.`,
      );
    });
}
