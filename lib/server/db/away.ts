import { causesOf } from '@/lib/server/causes';

/** Of sockets, of PostgreSQL (shutting down, starting up, out of memory or connections) and of Prisma. */
const CODES = new Set([
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ENOENT', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENOTFOUND'],
  ...['57P01', '57P02', '57P03', '53200', '53300', '08000', '08001', '08003', '08006'],
  ...['P1001', 'P1002', 'P1008', 'P1017'],
]);
/** Codes that also come of a file that is missing, or of a browser that goes away: the calls that are the database's. */
const OTHERS = new Map([
  ['ENOENT', ['connect']],
  ['ECONNRESET', ['connect', 'read', 'write']],
]);
const KINDS = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'TooManyConnections']);
/** pg says these without a code. */
const WORDS = /^(Connection terminated|timeout exceeded when trying to connect)/;

/** Whether something failed because the database could not be reached: trying again later helps, nothing was written. */
export function isDatabaseAway(error: unknown): boolean {
  for (const { code, kind, originalCode, syscall, message } of causesOf(error)) {
    const other = OTHERS.get(String(code))?.includes(String(syscall)) === false;
    if (!other && [code, originalCode].some((c) => CODES.has(String(c)))) return true;
    if (KINDS.has(String(kind))) return true;
    if (typeof message === 'string' && WORDS.test(message)) return true;
  }
  return false;
}
