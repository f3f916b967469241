import type { Person } from '@/lib/server/auth/gate';
import { createMember, idOf } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';

/** Somebody by their id alone, as the gate would hand them to a function. */
export function personOf(id: string, user = { email: 'a@example.org', name: 'A Person' }): Person {
  return {
    kind: 'person',
    userId: idOf({ id }),
    email: user.email,
    name: user.name,
    isOwner: false,
    mayMakeProjects: false,
    mustChangePassword: false,
    via: 'session',
    scopes: ['read', 'label', 'review'],
  };
}

async function createPerson(project: TestProject, role: 'LABELER' | 'REVIEWER'): Promise<Person> {
  const user = await createMember(project, role);
  return personOf(user.id, user);
}

/** A new member as the gate would hand it to a function. */
export function createLabeler(project: TestProject): Promise<Person> {
  return createPerson(project, 'LABELER');
}

/** A new reviewer of the project. */
export function createReviewer(project: TestProject): Promise<Person> {
  return createPerson(project, 'REVIEWER');
}
