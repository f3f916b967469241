import { env } from '@/lib/server/env';

/** A mail in plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Longer than this nobody waits for a mail server. */
const TIMEOUT_MS = 20_000;

/** Whether this instance sends mail: it was told by which server. */
export function sendsMail(): boolean {
  return env().SMTP_URL !== undefined;
}

/**
 * Hands a mail to the server of SMTP_URL.
 * @throws Refused where the server will not take it, now or later; else what went wrong, worth another try
 */
export async function sendMail(mail: Mail): Promise<void> {
  const { SMTP_URL: url, NEXTAUTH_URL: base, QUADRAT_MAIL_FROM } = env();
  if (url === undefined) throw new Error('SMTP_URL is not set: no mail can be sent');
  const from = QUADRAT_MAIL_FROM ?? `Quadrat <quadrat@${new URL(base).hostname}>`;
  // loaded by who sends: no other process needs it
  const { createTransport } = await import('nodemailer');
  const transport = createTransport({
    url,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  try {
    await transport.sendMail({ from, ...mail });
  } catch (error) {
    const code = (error as { responseCode?: unknown }).responseCode;
    if (typeof code === 'number' && code >= 500 && code < 600) throw new Refused(error);
    throw error;
  } finally {
    transport.close();
  }
}

/** The server refused a mail for good: its address does not exist, for instance. */
export class Refused extends Error {
  constructor(cause: unknown) {
    super('the mail server refused a mail', { cause });
    this.name = 'Refused';
  }
}
