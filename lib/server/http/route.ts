import type { z } from 'zod';
import { actAs } from '@/lib/server/audit/acting';
import { actingOf } from '@/lib/server/audit/of-request';
import { gate } from '@/lib/server/auth/gate';
import type { Access, Actor, Guest, Machine, Person, ProjectScope } from '@/lib/server/auth/gate';
import {
  assertSound,
  attendedRequest,
  bodyLimit,
  limitedRequest,
  readJson,
} from '@/lib/server/http/body';
import type { BodyLimit } from '@/lib/server/http/body';
import { problemReply } from '@/lib/server/http/problem';

type Parsed<S extends z.ZodType | undefined> = S extends z.ZodType ? z.output<S> : undefined;

type ActorOf<A extends Access> = A extends { kind: 'public' }
  ? Actor | null
  : A extends { kind: 'guest' }
    ? null
    : A extends { kind: 'machine' }
      ? Machine | Person
      : Person;

interface Spec<
  A extends Access,
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
> {
  access: A;
  /** path parameters; `project` is the gate's */
  params?: P;
  query?: Q;
  /** JSON body; leave out to read `request` yourself */
  body?: B;
  /** bytes that a body may have, where it is not the default for this access (lib/server/http/body.ts) */
  limit?: BodyLimit;
}

interface Call<A extends Access, P, Q, B> {
  request: Request;
  actor: ActorOf<A>;
  /** the project that the gate opened, by membership or by a guest's link */
  project: A extends { kind: 'project' | 'guest' } ? ProjectScope : null;
  guest: A extends { kind: 'guest' } ? Guest : undefined;
  params: P;
  query: Q;
  body: B;
}

/** For so long after the gate nobody's rights are looked at again. */
const FRESH_MS = 250;

type ProjectAccess = Extract<Access, { kind: 'project' }>;

type NextHandler = (
  request: Request,
  // Next.js gives no parameters at all to a route whose path has none
  context: { params: Promise<Record<string, string | string[] | undefined> | undefined> },
) => Promise<Response>;

/** A route handler with what it declares on it, so that tests can walk every route with every role and every kind of input. */
export type Route = NextHandler & {
  access: Access;
  spec: Spec<Access, z.ZodType | undefined, z.ZodType | undefined, z.ZodType | undefined>;
};

/**
 * Declares a route: gate, limit of the body, parse, one call, reply. Nothing of a body is read before the gate, and after a
 * body that was long on its way the gate is asked again: its sender may have lost their rights meanwhile. The handler
 * returns a value (sent as JSON), undefined (204) or a Response. Thrown AppErrors and zod errors become problem details.
 *
 *   export const POST = route({ access: inProject('ADMIN', 'manage'), body: NewSnapshot },
 *     ({ project, actor, body }) => createSnapshot(project, actor, body));
 */
export function route<
  A extends Access,
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  spec: Spec<A, P, Q, B>,
  work: (call: Call<A, Parsed<P>, Parsed<Q>, Parsed<B>>) => unknown,
): Route {
  // what it changes is noted as the caller's (docs/decisions/0046)
  const handle = (call: Call<A, Parsed<P>, Parsed<Q>, Parsed<B>>): unknown =>
    actAs(actingOf(call.actor, call.request.headers, call.guest), () => work(call));
  const run: NextHandler = async (request, context) => {
    try {
      const raw = assertSound((await context.params) ?? {});
      const named = raw[spec.access.kind === 'guest' ? 'link' : 'project'];
      const key = typeof named === 'string' ? named : undefined;
      const first = await gate(request, spec.access, key);
      const query = assertSound(Object.fromEntries(new URL(request.url).searchParams));
      const began = performance.now();
      const isLate = () => performance.now() - began > FRESH_MS;
      const again = () => gate(request, spec.access, key);
      const limit = bodyLimit(spec.access, spec.limit);
      const limited = spec.body
        ? limitedRequest(request, limit)
        : attendedRequest(request, limit, async () => isLate() && (await again()));
      const params = spec.params?.parse(raw) as Parsed<P>;
      const asked = spec.query?.parse(query) as Parsed<Q>;
      const json = spec.body && (await readJson(limited));
      const { actor, project, guest } = spec.body && isLate() ? await again() : first;
      const result = await handle({
        request: limited,
        actor: actor as ActorOf<A>,
        project: project as Call<A, P, Q, B>['project'],
        guest: guest as Call<A, P, Q, B>['guest'],
        params,
        query: asked,
        body: spec.body?.parse(json) as Parsed<B>,
      });
      return reply(result);
    } catch (error) {
      return problemReply(error);
    }
  };
  return Object.assign(run, { access: spec.access, spec });
}

/** Access to a project's route for members with at least this role. */
export function inProject(
  role: ProjectAccess['role'],
  scope: ProjectAccess['scope'],
  options: Pick<ProjectAccess, 'whileArchived' | 'inSession'> = {},
): ProjectAccess {
  return { kind: 'project', role, scope, ...options };
}

function reply(result: unknown): Response {
  if (result instanceof Response) return result;
  if (result === undefined) return new Response(null, { status: 204 });
  // bigint counts (bytes) travel as numbers: they stay below 2^53
  const text = JSON.stringify(result, (_key, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  );
  return new Response(text, {
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
  });
}
