import { errorTranslator } from '@/lib/i18n/errors';
import english from '@/messages/en/errors.json';

/** Errors in English, for logs, the command line and other clients of the API; pages have the messages of their language. */
export const englishError = errorTranslator('en', english);
