import { clearOfflineCache } from '@/lib/client/offline-cache';
import { clearSessions } from '@/lib/client/session/session-storage';

/** Whose pages this browser shows; read by all of its tabs. */
const PERSON = 'quadrat-person';
/** All but which person has seen the tour: it names nobody, and they would be shown it again. */
const OURS = /^quadrat(?!-tour-)/;

/**
 * Makes this browser a person's, or nobody's: what it holds of anybody else goes, but work that the server has not confirmed
 * (lib/client/outbox), which is theirs and goes out when they are back. `forget` clears what other layers store.
 */
export async function takeBrowser(
  person: string | null,
  forget: () => Promise<void>,
): Promise<void> {
  const before = storedPerson();
  if (person !== null && before === person) return;
  // nobody has left nothing: the page of the sign-in saw to it
  if (person !== null && before === null) {
    changeLocal(person, false);
    return;
  }
  changeLocal(person, true);
  await Promise.all([clearOfflineCache(), clearSessions(), forget()]);
}

/** Calls back when another tab has made this browser somebody else's, or nobody's. Returns how to stop. */
export function onOtherPerson(person: string, leave: () => void): () => void {
  const look = ({ key }: StorageEvent): void => {
    if ((key === PERSON || key === null) && storedPerson() !== person) leave();
  };
  window.addEventListener('storage', look);
  return () => {
    window.removeEventListener('storage', look);
  };
}

function storedPerson(): string | null {
  try {
    return localStorage.getItem(PERSON);
  } catch {
    return null; // the browser refuses storage: then nothing is left in it either
  }
}

function changeLocal(person: string | null, clear: boolean): void {
  try {
    for (const store of clear ? [localStorage, sessionStorage] : []) {
      for (const key of Object.keys(store).filter((name) => OURS.test(name))) store.removeItem(key);
    }
    if (person !== null) localStorage.setItem(PERSON, person);
  } catch {
    // as above
  }
}
