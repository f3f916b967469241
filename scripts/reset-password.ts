// A new one-time password for an account, printed once: `npx tsx scripts/reset-password.ts <email>`, while Quadrat runs.
// The way back in for an owner who lost theirs; whoever can read QUADRAT_HOME may do it.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/server/app-error';

const Secrets = z.object({ nextAuthSecret: z.string() });
const Server = z.object({ port: z.int(), password: z.string() });

const email = process.argv[2];
if (email === undefined) {
  console.error('Usage: npx tsx scripts/reset-password.ts <email>');
  process.exit(2);
}
const home = path.resolve(process.env['QUADRAT_HOME'] ?? '.quadrat');
const read = async (file: string): Promise<unknown> =>
  JSON.parse(await readFile(path.join(home, file), 'utf8'));

try {
  process.env['NEXTAUTH_SECRET'] = Secrets.parse(await read('secrets.json')).nextAuthSecret;
  if (process.env['DATABASE_URL'] === undefined) {
    const { port, password } = Server.parse(await read('postgres/server.json'));
    process.env['DATABASE_URL'] =
      `postgresql://postgres:${password}@127.0.0.1:${String(port)}/quadrat`;
  }
  // imported now: it reads the settings made above
  const { actAs } = await import('@/lib/server/audit/acting');
  const { resetPasswordByEmail } = await import('@/lib/server/user/mutations');
  const acting = { kind: 'COMMAND', name: 'scripts/reset-password.ts' } as const;
  const password = await actAs(acting, () => resetPasswordByEmail(email));
  console.log(`One-time password of ${email}: ${password}`);
  process.exit(0);
} catch (error) {
  const words = error instanceof AppError ? error.message : String(error);
  console.error(`${words}\nNothing was changed. Quadrat must be running on ${home}.`);
  process.exit(1);
}
