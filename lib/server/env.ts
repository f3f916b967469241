import { isIP } from 'node:net';
import path from 'node:path';
import { z } from 'zod';

const bytes = z.coerce.number().int().positive();

/** An address, or a network such as 10.0.0.0/8. */
function isNetwork(entry: string): boolean {
  const [address = '', prefix = '0', more] = entry.split('/');
  const bits = { 4: 32, 6: 128 }[isIP(address)];
  return bits !== undefined && more === undefined && /^\d+$/.test(prefix) && Number(prefix) <= bits;
}

const networks = z
  .string()
  .default('')
  .transform((text) => text.split(/[\s,]+/).filter((entry) => entry !== ''))
  .refine((entries) => entries.every(isNetwork), 'must be addresses or networks (10.0.0.0/8)');

/** Settings of an instance, all with a default but the secrets that scripts/start.mjs makes. Read once, all problems at once. */
const Env = z.object({
  QUADRAT_HOME: z.string().default('.quadrat'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
  PORT: z.coerce.number().int().min(1).max(65535).default(3000),
  NEXTAUTH_SECRET: z.string().min(32, 'must be at least 32 characters'),
  NEXTAUTH_URL: z.url().default('http://127.0.0.1:3000'),
  /** the mail server that digests of notices go out by (smtp://user:password@host:587, smtps://...); without it none do */
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\/[^/]+/, 'must begin with smtp:// or smtps://')
    .optional(),
  /** who these mails come from; without it quadrat@ the host of NEXTAUTH_URL */
  QUADRAT_MAIL_FROM: z.string().max(300).optional(),
  /** reverse proxies whose X-Forwarded-For is believed */
  QUADRAT_TRUSTED_PROXIES: networks,
  /** largest file and largest picture that an import takes */
  QUADRAT_MAX_FILE_BYTES: bytes.default(8 * 1024 ** 3),
  QUADRAT_MAX_PIXELS: bytes.default(2_500_000_000),
  /** seconds that a labeler keeps a chip without a heartbeat */
  QUADRAT_CHIP_LEASE_SECONDS: bytes.default(120),
  /** seconds that a runner keeps a job without a heartbeat, and how often it is told to send one */
  QUADRAT_JOB_LEASE_SECONDS: bytes.default(60),
  QUADRAT_JOB_HEARTBEAT_SECONDS: bytes.default(2),
  QUADRAT_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
export type Env = Readonly<z.infer<typeof Env>> & {
  readonly objectsDir: string;
  readonly uploadsDir: string;
};

let cached: Env | undefined;

/** The parsed environment; throws one error that lists every bad variable. */
export function env(): Env {
  if (!cached) {
    const parsed = Env.safeParse(process.env);
    if (!parsed.success) {
      const lines = parsed.error.issues.map((i) => `  ${i.path.join('.')}: ${i.message}`);
      throw new Error(`These settings are missing or wrong:\n${lines.join('\n')}`);
    }
    const home = path.resolve(parsed.data.QUADRAT_HOME);
    cached = {
      ...parsed.data,
      QUADRAT_HOME: home,
      objectsDir: path.join(home, 'objects'),
      uploadsDir: path.join(home, 'uploads'),
    };
  }
  return cached;
}
