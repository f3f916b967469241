import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Providers } from '@/components/shell/providers';
import { messagesOf } from '@/lib/i18n/messages';
import { getLocale, getAppearance } from '@/lib/i18n/server';
import './globals.css';

export const metadata: Metadata = { title: { default: 'Quadrat', template: '%s · Quadrat' } };
export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [language, { scheme, contrast }] = await Promise.all([getLocale(), getAppearance()]);
  return (
    <html lang={language} data-scheme={scheme} data-contrast={contrast}>
      <body>
        <Providers locale={language} messages={messagesOf(language)}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
