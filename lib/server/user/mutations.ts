import { AppError, fieldError } from '@/lib/server/app-error';
import { instant } from '@/lib/core/clock';
import { newId } from '@/lib/core/ids';
import type {
  NewUser,
  PasswordChange,
  UserChange,
  UserReply,
  UserView,
} from '@/lib/domain/user/schema';
import type { RoleName } from '@/lib/domain/member/schema';
import { countTry, forgetTry } from '@/lib/server/auth/mutations';
import { hashPassword, oneTimePassword, verifyPassword } from '@/lib/server/auth/password';
import { db } from '@/lib/server/db/client';
import type { Db } from '@/lib/server/db/client';
import { isUniqueViolation } from '@/lib/server/db/unique';
import { endAccess } from '@/lib/server/session/mutations';
import { USER_VIEW, toUserView } from '@/lib/server/user/data';

/**
 * Makes an account with a random one-time password, which the reply shows this once.
 * @throws AppError `conflict` when the email is taken
 */
export async function createUser(input: NewUser): Promise<UserReply> {
  const password = oneTimePassword();
  const user = await insertUser(db(), { ...input, password, mustChangePassword: true });
  return { user, oneTimePassword: password };
}

/**
 * Inserts an account. For invitations, where people choose their own password, and for createUser.
 * @throws AppError `conflict` when the email is taken
 */
export async function insertUser(
  tx: Db,
  input: NewUser & { password: string; mustChangePassword: boolean; isOwner?: boolean },
): Promise<UserView> {
  const { password, ...rest } = input;
  const passwordHash = await hashPassword(password);
  try {
    const row = await tx.user.create({
      data: { id: newId(), ...rest, passwordHash },
      select: USER_VIEW,
    });
    return toUserView(row);
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError('conflict', 'account.emailTaken');
  }
}

/**
 * The owner's change of an account (null: set-up's own): name, disabled or not, a new one-time password. Disabling and a new password end all
 * sessions and tokens of the person.
 * @throws AppError `not_found`; `conflict` when owners would disable themselves or reset their own password
 */
export async function changeUser(
  ownerId: string | null,
  userId: string,
  change: UserChange,
): Promise<UserReply> {
  if (change.disabled === true && userId === ownerId) {
    throw new AppError('conflict', 'account.ownAccount');
  }
  // by a token it would be a way to outlive that token
  if (change.resetPassword && userId === ownerId) {
    throw new AppError('conflict', 'account.ownPassword');
  }
  const password = change.resetPassword ? oneTimePassword() : null;
  const data = {
    ...(change.name === undefined ? {} : { name: change.name }),
    ...(change.mayMakeProjects === undefined ? {} : { mayMakeProjects: change.mayMakeProjects }),
    ...(change.disabled === undefined ? {} : { disabledAt: change.disabled ? instant() : null }),
    ...(password === null
      ? {}
      : { passwordHash: await hashPassword(password), mustChangePassword: true }),
  };
  return await db().$transaction(async (tx) => {
    if (
      !(await tx.user.findFirst({ where: { id: userId, isGuest: false }, select: { id: true } }))
    ) {
      throw new AppError('not_found', 'account.missing');
    }
    if (password !== null || change.disabled === true) await endAccess(tx, userId);
    const row = await tx.user.update({ where: { id: userId }, data, select: USER_VIEW });
    return { user: toUserView(row), oneTimePassword: password };
  });
}

/** Changes a person's own name. */
export async function renameUser(userId: string, name: string): Promise<void> {
  await db().user.update({ where: { id: userId }, data: { name } });
}

/**
 * Changes a person's own password and ends all their sessions and tokens. Wrong tries are limited as wrong sign-ins are.
 * @throws AppError `invalid` when the current password is wrong, `rate_limited` after too many tries
 */
export async function changePassword(
  userId: string,
  { current, next }: PasswordChange,
): Promise<void> {
  const user = await db().user.findUniqueOrThrow({
    where: { id: userId },
    select: { passwordHash: true },
  });
  const tries = [{ limit: 'change', key: userId }] as const;
  const wait = await countTry(tries);
  if (wait > 0) {
    throw new AppError(
      'rate_limited',
      'account.tooManyTries',
      { minutes: Math.ceil(wait / 60) },
      { retryAfterSeconds: wait },
    );
  }
  if (!(await verifyPassword(user.passwordHash, current))) {
    throw new AppError(
      'invalid',
      'account.wrongPassword',
      {},
      {
        errors: [fieldError('current', 'account.wrongPassword')],
      },
    );
  }
  await forgetTry(tries);
  const passwordHash = await hashPassword(next);
  // the hash that was checked must still be the stored one: of two changes at once, one wins
  await db().$transaction(async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: userId, passwordHash: user.passwordHash },
      data: { passwordHash, mustChangePassword: false },
    });
    if (count === 0) throw new AppError('conflict', 'account.passwordChanged');
    await endAccess(tx, userId);
  });
}

export interface FirstPerson {
  userId: string;
  email: string;
  name: string;
  /** role in the demo project; the owner is admin of every project without a membership */
  role: RoleName | 'OWNER';
  /** one-time password, shown this once */
  password: string;
}

const FIRST_PEOPLE = [
  { name: 'Olive Owner', email: 'owner@quadrat.local', role: 'OWNER' },
  { name: 'Lena Labeler', email: 'labeler@quadrat.local', role: 'LABELER' },
  { name: 'Rui Reviewer', email: 'reviewer@quadrat.local', role: 'REVIEWER' },
  { name: 'Ada Admin', email: 'admin@quadrat.local', role: 'ADMIN' },
] as const;

/** Any fixed number: two first starts at once must not both make people. */
const FIRST_PEOPLE_LOCK = 72_707_401;

/**
 * Makes the owner and three demo people on an instance without accounts and returns their one-time passwords, which are
 * kept nowhere. On any other instance it changes nothing and returns an empty list.
 */
export async function ensureFirstPeople(): Promise<FirstPerson[]> {
  return await db().$transaction(
    async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${FIRST_PEOPLE_LOCK})`;
      if ((await tx.user.count()) > 0) return [];
      const people: FirstPerson[] = [];
      for (const { name, email, role } of FIRST_PEOPLE) {
        const password = oneTimePassword();
        const isOwner = role === 'OWNER';
        const user = await insertUser(tx, {
          name,
          email,
          password,
          mustChangePassword: true,
          isOwner,
        });
        people.push({ userId: user.id, email, name, role, password });
      }
      return people;
    },
    { timeout: 30_000 },
  );
}

/**
 * A new one-time password for an account by email, from the machine's own command line: the way back in for an owner who
 * lost theirs. Ends all sessions and tokens of the account and enables it.
 * @throws AppError `not_found`
 */
export async function resetPasswordByEmail(email: string): Promise<string> {
  const password = oneTimePassword();
  const passwordHash = await hashPassword(password);
  await db().$transaction(async (tx) => {
    const [user] = await tx.user.updateManyAndReturn({
      where: { email: email.trim().toLowerCase() },
      data: { passwordHash, mustChangePassword: true, disabledAt: null },
      select: { id: true },
    });
    if (!user) throw new AppError('not_found', 'account.noEmail', { email });
    await endAccess(tx, user.id);
  });
  return password;
}
