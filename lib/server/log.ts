import pino from 'pino';

/** Structured log on stdout; the supervisor prefixes lines with the process's name. */
export const log = pino({
  level: process.env['QUADRAT_LOG_LEVEL'] ?? 'info',
  base: null,
  redact: ['password', '*.password', 'token', '*.token', 'authorization', '*.authorization'],
});
