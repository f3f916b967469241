import Link from 'next/link';
import { LabellingForm } from '@/components/account/labelling-form';
import { MailForm } from '@/components/account/mail-form';
import { MachineForm } from '@/components/account/machine-form';
import { NameForm } from '@/components/account/name-form';
import { PasswordForm } from '@/components/account/password-form';
import { TokenDialog } from '@/components/account/token-dialog';
import { TokenTable } from '@/components/account/token-table';
import { Columns, Page } from '@/components/shell/page';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { sendsMail } from '@/lib/server/mail/send';
import { gatePerson } from '@/lib/server/auth/page';
import { listTokens } from '@/lib/server/token/data';
import { getLocale, getAppearance, pageMetadata, getTranslations } from '@/lib/i18n/server';

export const generateMetadata = pageMetadata('account');

export default async function AccountPage() {
  const person = await gatePerson({ oneTimePassword: true });
  const t = await getTranslations('account');
  const tKeys = await getTranslations('keys');
  const { email, name, isOwner, mustChangePassword } = person;
  const password = (
    <Card title={t('password')} id="password">
      <PasswordForm email={email} oneTime={mustChangePassword} />
    </Card>
  );
  if (mustChangePassword) {
    return (
      <Page bar={{ person }} title={t('welcomeName', { name })}>
        <div className="flex max-w-md flex-col gap-4">
          <Notice>{t('youSignedInWithA')}</Notice>
          {password}
        </div>
      </Page>
    );
  }
  const [tokens, language, look] = await Promise.all([
    listTokens(person.userId, false),
    getLocale(),
    getAppearance(),
  ]);
  return (
    <Page bar={{ person }} title={t('account')} note={email}>
      <Columns
        main={
          <Card
            title={t('tokens')}
            note={t('forScriptsAndTheCommand')}
            actions={<TokenDialog machine={false} isOwner={isOwner} />}
          >
            {tokens.length === 0 ? (
              <p className="text-text-2">
                {t.rich('noneYetATokenLets', { code: (chunks) => <code>{chunks}</code> })}
              </p>
            ) : (
              <TokenTable tokens={tokens} />
            )}
          </Card>
        }
        side={
          <>
            <Card title={t('you')}>
              <NameForm name={name} email={email} />
            </Card>
            <Card title={tKeys('page.title')} note={tKeys('page.note')}>
              <Link href="/account/keys">{tKeys('help.change')}</Link>
            </Card>
            <Card title={t('labelling.title')} note={t('labelling.note')}>
              <LabellingForm />
            </Card>
            <Card title={t('mail.title')} note={t('mail.note')} id="notices">
              <MailForm email={email} sends={sendsMail()} />
            </Card>
            <Card title={t('machine.title')} note={t('machine.note')} id="machine">
              <MachineForm locale={language} {...look} />
            </Card>
            {password}
          </>
        }
      />
    </Page>
  );
}
