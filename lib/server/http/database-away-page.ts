import { messagesOf } from '@/lib/i18n/messages';
import type { Locale } from '@/lib/i18n/locales';
import { RETRY_AFTER } from '@/lib/server/http/problem';

/** The page while the database is away. It needs nothing else of the server, and no script. */
export function databaseAwayPage(locale: Locale, policy: string): Response {
  const { title, words, again } = messagesOf(locale).shell.away;
  const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Quadrat</title>
<style>:root{color-scheme:light dark}body{font:16px/1.5 system-ui,sans-serif;max-width:36rem;margin:20vh auto 0;padding:0 1rem}</style>
</head><body><main><h1>${title}</h1><p>${words}</p><p><a href="">${again}</a></p></main></body></html>`;
  return new Response(html, {
    status: 503,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policy,
      'retry-after': RETRY_AFTER,
    },
  });
}
