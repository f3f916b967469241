import { cookies } from 'next/headers';
import Link from 'next/link';
import { Entry } from '@/components/account/entry';
import { GuestLanding } from '@/components/guest/guest-landing';
import { GuestScreen } from '@/components/guest/guest-screen';
import { Button } from '@/components/ui/button';
import { getErrorTranslator, getTranslations, pageMetadata } from '@/lib/i18n/server';
import { AppError } from '@/lib/server/app-error';
import { currentPerson } from '@/lib/server/auth/page';
import { readGuestTask } from '@/lib/server/guest/start';

export const generateMetadata = pageMetadata('guest', { referrer: 'no-referrer' });

async function findTask(token: string) {
  const jar = (await cookies()).getAll();
  try {
    return await readGuestTask(token, Object.fromEntries(jar.map((c) => [c.name, c.value])));
  } catch (error) {
    if (error instanceof AppError) return error.text;
    throw error;
  }
}

/** What somebody with a labelling link sees: the task, and from their beginning on the chips. */
export default async function GuestPage(props: { params: Promise<{ token: string }> }) {
  const { token } = await props.params;
  const t = await getTranslations('links.entry');
  const [found, person] = await Promise.all([findTask(token), currentPerson()]);
  if ('key' in found) {
    const describe = await getErrorTranslator();
    return (
      <Entry title={t('dead')} note={describe(found)}>
        {null}
      </Entry>
    );
  }
  const { task, userId } = found;
  if (person) {
    return (
      <Entry title={task.name} note={t('signedIn', { email: person.email })}>
        <Button asChild>
          <Link href="/">{t('projects')}</Link>
        </Button>
      </Entry>
    );
  }
  return userId === null ? (
    <GuestLanding {...{ task, token }} />
  ) : (
    <GuestScreen {...{ task, userId }} />
  );
}
