import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Providers } from '@/components/shell/providers';
import { messagesOf } from '@/lib/words/catalogue';
import { locale } from '@/lib/words/server';
import './globals.css';

export const metadata: Metadata = { title: { default: 'Quadrat', template: '%s · Quadrat' } };
export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const language = await locale();
  return (
    <html lang={language}>
      <body>
        <Providers locale={language} messages={messagesOf(language)}>
          {children}
        </Providers>
      </body>
    </html>
  );
}
