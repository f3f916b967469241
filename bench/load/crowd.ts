import { Agent } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a number of people at work measured. */
export interface Measured {
  /** milliseconds a save, sorted */
  times: number[];
  errors: number;
  seconds: number;
}

/** One save of a person over a connection of `agent`; it throws when it was not applied. */
type Save<P> = (person: P, agent: Agent) => Promise<void>;

/** Notes a save that begins at once but was due at `due`. */
type Note = (due: number, work: () => Promise<void>) => Promise<void>;

/**
 * Everybody saves about once a second, whatever the others do. A save that takes longer than its second delays the next, whose
 * time counts from when it was due: a server that cannot follow shows it.
 */
export function paced<P>(people: P[], seconds: number, save: Save<P>): Promise<Measured> {
  return measure(people, seconds, async (person, agent, until, note) => {
    let due = performance.now() + Math.random() * 1000;
    while (due < until && performance.now() < until) {
      const wait = due - performance.now();
      if (wait > 0) await sleep(wait);
      // a timer that is late is this process's delay, not the server's
      await note(wait > 0 ? performance.now() : due, () => save(person, agent));
      // a second on the average, never in step with the others
      due += 500 + Math.random() * 1000;
    }
  });
}

/** Everybody saves again as soon as the reply is there: what the server can do at most. */
export function unpaced<P>(people: P[], seconds: number, save: Save<P>): Promise<Measured> {
  return measure(people, seconds, async (person, agent, until, note) => {
    while (performance.now() < until) {
      await note(performance.now(), () => save(person, agent));
    }
  });
}

async function measure<P>(
  people: P[],
  seconds: number,
  each: (person: P, agent: Agent, until: number, note: Note) => Promise<void>,
): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: people.length });
  const began = performance.now();
  const times: number[] = [];
  let errors = 0;
  const note: Note = async (due, work) => {
    try {
      await work();
      times.push(performance.now() - due);
    } catch (error) {
      errors += 1;
      if (errors <= 3) console.error(error);
    }
  };
  const until = began + seconds * 1000;
  await Promise.all(people.map((person) => each(person, agent, until, note)));
  agent.destroy();
  const took = (performance.now() - began) / 1000;
  return { times: times.sort((a, b) => a - b), errors, seconds: took };
}
