import { expect, test } from 'vitest';
import { settle, settledBy } from '@/lib/domain/review/settle';
import type { SettleRule } from '@/lib/domain/review/settle';

const [CROWN, SHRUB] = [16, 17];
const person = (userId: string, ...codes: number[]) => ({ userId, cells: Uint8Array.from(codes) });

function settled(people: readonly ReturnType<typeof person>[], rule: SettleRule) {
  const { draft, settled: by } = settle(people, people[0]?.cells.length ?? 0, rule);
  return [...draft].map((code, cell) => `${String(code)} ${settledBy(by[cell] ?? 0)}`);
}

const outputs = [1, CROWN, SHRUB].map((code) => ({ code, name: String(code) }));

/** Ada is right nearly always, Ben hardly; the model says crown with 0.9 in every cell. */
function crowd(threshold: number, model = [0.05, 0.9, 0.05], cells = 8): SettleRule {
  return {
    kind: 'CROWDLAB',
    threshold,
    weights: {
      model: 0.5,
      people: new Map([
        ['ada', 0.9],
        ['ben', 0.1],
      ]),
      unknown: 0.5,
      agreed: 0.95,
    },
    prediction: {
      versionId: null,
      outputs,
      values: Float32Array.from(Array.from({ length: cells }, () => model).flat()),
    },
  };
}

test('one person is right under every rule', () => {
  const own = [person('ada', CROWN, 1, 0, 2)];
  for (const rule of [{ kind: 'REVIEWER' }, { kind: 'MAJORITY' }, crowd(0.8)] as const) {
    expect(settled(own, rule)).toEqual(['16 one', '1 one', '0 nobody', '2 one']);
  }
});

test('by reviewer: where people agree, their label; the rest is open', () => {
  const people = [person('ada', CROWN, 1, 0, CROWN), person('ben', CROWN, CROWN, 0, 0)];
  expect(settled(people, { kind: 'REVIEWER' })).toEqual([
    '16 agreed',
    '0 open',
    '0 nobody',
    '16 one',
  ]);
});

test('by majority: more than half; two who differ are open', () => {
  const three = [
    person('ada', CROWN, 1, CROWN, 1),
    person('ben', CROWN, CROWN, SHRUB, 1),
    person('cid', 1, CROWN, 1, 0),
  ];
  expect(settled(three, { kind: 'MAJORITY' })).toEqual([
    '16 majority',
    '16 majority',
    '0 open',
    '1 agreed',
  ]);
  expect(settled(three.slice(0, 2), { kind: 'MAJORITY' })).toEqual([
    '16 agreed',
    '0 open',
    '0 open',
    '1 agreed',
  ]);
});

test('by CROWDLAB: what is likely enough, also where people differ; what is not is open, also where they agree', () => {
  const people = [person('ada', CROWN, CROWN, SHRUB), person('ben', CROWN, 1, SHRUB)];
  // cell 2: both say shrub, the model crown
  expect(settled(people, crowd(0.8))).toEqual(['16 crowdlab', '16 crowdlab', '0 open']);
  expect(settled(people, crowd(0.92))).toEqual(['16 crowdlab', '0 open', '0 open']);
});

test('CROWDLAB gives no label that nobody gave, and says nothing of labels that the model does not know', () => {
  const people = [person('ben', SHRUB, 2, 2), person('cid', 1, 2, CROWN)];
  const rule = crowd(0.5, [0.02, 0.96, 0.02]);
  if (rule.kind !== 'CROWDLAB') throw new Error('no crowd');
  rule.weights.model = 9;
  expect(settled(people, rule)).toEqual(['0 open', '2 agreed', '0 open']);
});

test('members who decided a cell are not asked what guests say of it, under any rule; guests alone go by the rule', () => {
  const guest = (userId: string, ...codes: number[]) => ({
    ...person(userId, ...codes),
    isGuest: true,
  });
  const people = [
    person('ada', CROWN, 0, CROWN, 0),
    person('cid', 0, 0, SHRUB, 0),
    guest('g1', SHRUB, SHRUB, CROWN, 1),
    guest('g2', SHRUB, SHRUB, CROWN, CROWN),
  ];
  for (const kind of ['REVIEWER', 'MAJORITY'] as const) {
    expect(settled(people, { kind })).toEqual(['16 member', '17 agreed', '0 open', '0 open']);
  }
  // where members differ, four guests' votes do not outnumber them, and CROWDLAB weighs members only
  const sure = [guest('ben', SHRUB), person('ada', CROWN)];
  expect(settled(sure, crowd(0.99, [0, 0, 1], 1))).toEqual(['16 member']);
  expect(
    settled([guest('ada', CROWN), guest('ben', SHRUB)], crowd(0.6, [0.05, 0.9, 0.05], 1)),
  ).toEqual(['16 crowdlab']);
});
