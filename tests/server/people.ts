import type { Person } from '@/lib/server/auth/gate';
import { createMember, idOf } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';

async function createPerson(project: TestProject, role: 'LABELER' | 'REVIEWER'): Promise<Person> {
  const user = await createMember(project, role);
  return {
    kind: 'person',
    userId: idOf(user),
    email: user.email,
    name: user.name,
    isOwner: false,
    mustChangePassword: false,
    via: 'session',
    scopes: ['read', 'label', 'review'],
  };
}

/** A new member as the gate would hand it to a function. */
export function createLabeler(project: TestProject): Promise<Person> {
  return createPerson(project, 'LABELER');
}

/** A new reviewer of the project. */
export function createReviewer(project: TestProject): Promise<Person> {
  return createPerson(project, 'REVIEWER');
}
