import { takeBrowser } from '@/lib/client/person-data';
import { signOut } from '@/lib/client/sign-out';

/** Forgets what the model worker has stored here. What does it is fetched only now: few pages need it. */
async function forgetModels(): Promise<void> {
  const [live, packages] = await Promise.all([
    import('@/lib/ml/live/store'),
    import('@/lib/ml/package/store'),
  ]);
  await Promise.all([live.clearLiveStore(), packages.clearPackageStore()]);
}

/** This browser shows the pages of this person, or of nobody: what others left in it goes. */
export async function becomePerson(userId: string | null): Promise<void> {
  await takeBrowser(userId, forgetModels);
}

/**
 * Ends the session and forgets the person, but what waits to be sent.
 * @throws ApiProblem where the server does not take it: the person is then still signed in, and nothing is forgotten
 */
export async function leaveBrowser(): Promise<void> {
  await signOut();
  await becomePerson(null);
}
