/** What next-auth answers a sign-in that failed, in the address that it names: one of these and never words. */
export const SIGN_IN_CODES = {
  /** followed by a colon and the seconds to wait */
  limited: 'RateLimited',
  /** next-auth's own, for a wrong email or password */
  wrong: 'CredentialsSignin',
  /** the database does not answer */
  away: 'Unavailable',
  fault: 'Fault',
} as const;

export type SignInCode = keyof typeof SIGN_IN_CODES;

/** Which of them an address's `error` is; anything unknown is a fault. `minutes` to wait belong to `limited`. */
export function readSignInError(error: string | null): { code: SignInCode; minutes: number } {
  const seconds = new RegExp(`^${SIGN_IN_CODES.limited}:(\\d{1,6})$`).exec(error ?? '')?.[1];
  if (seconds !== undefined) return { code: 'limited', minutes: Math.ceil(Number(seconds) / 60) };
  if (error === SIGN_IN_CODES.wrong) return { code: 'wrong', minutes: 0 };
  return { code: error === SIGN_IN_CODES.away ? 'away' : 'fault', minutes: 0 };
}
