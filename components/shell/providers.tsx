'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { IntlProvider } from 'use-intl';
import { Notices } from '@/components/ui/toast';
import { setProblemLanguage } from '@/lib/client/problem';
import { errorTranslator } from '@/lib/i18n/errors';
import type { Messages } from '@/lib/i18n/messages-en';
import type { Locale } from '@/lib/i18n/locales';

/** What every page's client parts share: the words, the query cache and the notices. */
export function Providers(props: { locale: Locale; messages: Messages; children: ReactNode }) {
  const [client] = useState(
    () => new QueryClient({ defaultOptions: { queries: { staleTime: 5_000, retry: 1 } } }),
  );
  useEffect(() => {
    setProblemLanguage(errorTranslator(props.locale, props.messages.errors));
  }, [props.locale, props.messages]);
  return (
    <IntlProvider locale={props.locale} messages={props.messages} timeZone={timeZone()}>
      <QueryClientProvider client={client}>
        {props.children}
        <Notices />
      </QueryClientProvider>
    </IntlProvider>
  );
}

/** The machine's own zone. */
function timeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
