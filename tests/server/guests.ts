// Labelling links and their guests, made as the product makes them.
import type { Chip } from '@/generated/prisma/client';
import { NewLabellingLink } from '@/lib/domain/labelling-link/schema';
import { gateGuest } from '@/lib/server/auth/guest';
import type { Guest } from '@/lib/server/auth/gate';
import { startGuest } from '@/lib/server/guest/start';
import { createLink } from '@/lib/server/labelling-link/links';
import { createChips, createMember } from '@/tests/server/factories';
import type { TestProject } from '@/tests/server/factories';
import { personOf } from '@/tests/server/people';

export interface TestLink {
  id: string;
  secret: string;
  chips: Chip[];
}

/** A link for so many new chips of a project. */
export async function createLabellingLink(
  project: TestProject,
  count: number,
  values: Partial<NewLabellingLink> = {},
): Promise<TestLink> {
  const chips = await createChips(project, count);
  const admin = await createMember(project, 'ADMIN');
  const numbers = chips.map((chip) => chip.number).join(', ');
  const input = NewLabellingLink.parse({
    ...{ name: 'Field day', maxPeople: 500, chips: { numbers } },
    ...values,
  });
  const { link, secret } = await createLink(project.scope, personOf(admin.id), input);
  return { id: link.id, secret, chips };
}

/** Somebody begins; the cookie of their browser. */
export async function createGuest({ secret }: TestLink, nickname = ''): Promise<string> {
  const header = (await startGuest(secret, nickname, {})) ?? '';
  return header.slice(0, header.indexOf(';'));
}

/** A guest's request as the gate takes it. */
export function requestOf(cookie: string, method = 'POST'): Request {
  const headers = { cookie, 'sec-fetch-site': 'same-origin' };
  return new Request('http://127.0.0.1:3000/', { method, headers });
}

/** Somebody begins, as the gate hands them to a function. */
export async function beginAs(link: TestLink, nickname = ''): Promise<Guest & { cookie: string }> {
  const cookie = await createGuest(link, nickname);
  const { guest } = await gateGuest(requestOf(cookie), link.id);
  return { ...guest, cookie };
}
