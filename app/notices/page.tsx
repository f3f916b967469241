import Link from 'next/link';
import { NoticeList } from '@/components/notice/notice-list';
import { Page } from '@/components/shell/page';
import { Button } from '@/components/ui/button';
import { pageMetadata, getTranslations } from '@/lib/i18n/server';
import { gatePerson } from '@/lib/server/auth/page';

export const generateMetadata = pageMetadata('notices');

export default async function NoticesPage() {
  const person = await gatePerson();
  const t = await getTranslations('notices');
  return (
    <Page
      bar={{ person }}
      title={t('title')}
      actions={
        <Button asChild>
          <Link href="/account#notices">{t('settings')}</Link>
        </Button>
      }
    >
      <NoticeList />
    </Page>
  );
}
