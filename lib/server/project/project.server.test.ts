import { describe, expect, test } from 'vitest';
import { NewProject, slugOf } from '@/lib/domain/project/schema';
import { addClass, changeClass } from '@/lib/server/class/mutations';
import { listClasses } from '@/lib/server/class/data';
import { listMembers } from '@/lib/server/member/data';
import { removeMember, setMember } from '@/lib/server/member/mutations';
import { changeProject, createProject } from '@/lib/server/project/mutations';
import { readProject } from '@/lib/server/project/data';
import {
  createChips,
  createMember,
  createProject as testProject,
  createUser,
} from '@/tests/server/factories';

const wanted = (values: object = {}) =>
  NewProject.parse({
    name: 'Conifer dieback',
    cellM: 4,
    classes: [{ name: 'Standing dead' }, { name: 'Fallen' }],
    ...values,
  });

describe('a new project', () => {
  test('has its classes, the next free colours and a slug of its own', async () => {
    const one = await createProject(null, wanted());
    const two = await createProject(null, wanted());
    expect([one.slug, two.slug]).toEqual(['conifer-dieback', 'conifer-dieback-2']);
    expect(one).toMatchObject({ rows: 8, cols: 8, cellM: 4, cellPx: null, threshold: null });
    expect(one.classes.map(({ index, code, name, colour }) => [index, code, name, colour])).toEqual(
      [
        [0, 16, 'Standing dead', '#f0e442'],
        [1, 17, 'Fallen', '#56b4e9'],
      ],
    );
  });

  test('names are made into slugs that can stand in an address', () => {
    expect(slugOf('  Übung: Bäume & Büsche (2024)')).toBe('ubung-baume-busche-2024');
    expect(slugOf('木')).toBe('project');
    expect(slugOf('a'.repeat(80))).toHaveLength(48);
    expect(slugOf('123e4567-e89b-12d3-a456-426614174000')).toMatch(/^project-/);
  });

  test.each([
    [{ cellPx: 40 }, 'cellPx'],
    [{ cellM: undefined }, 'cellPx'],
    [{ cellM: -1 }, 'cellM'],
    [{ classes: [] }, 'classes'],
    [{ classes: [{ name: 'A' }, { name: 'a' }] }, 'classes'],
    [{ rows: 0 }, 'rows'],
    [{ name: ' ' }, 'name'],
    [{ colour: 'red' }, ''],
  ])('with wrong values names them: %o', (values, path) => {
    const parsed = NewProject.safeParse({
      name: 'x',
      cellM: 4,
      classes: [{ name: 'A' }],
      ...values,
    });
    expect(parsed.error?.issues.map((i) => i.path.join('.'))).toContain(path);
  });
});

describe('a project', () => {
  test('changes its words and, until the first chip, its grid', async () => {
    const { scope } = await testProject();
    const grid = { cellM: 2, rows: 10, cols: 12 };
    expect(await changeProject(scope, { name: 'Renamed', threshold: 0.6, grid })).toMatchObject({
      name: 'Renamed',
      slug: scope.slug,
      threshold: 0.6,
      cellPx: null,
      ...grid,
    });
  });

  test('keeps its grid once chips are cut from it', async () => {
    const project = await testProject();
    await createChips(project, 1);
    const grid = { cellPx: 16, rows: 4, cols: 4 };
    await expect(changeProject(project.scope, { grid, rule: 'x' })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await readProject(project.scope)).toMatchObject({ cellPx: 8, rule: project.rule });
    expect(await changeProject(project.scope, { rule: 'x' })).toMatchObject({
      rule: 'x',
      chips: 1,
    });
  });
});

describe('classes', () => {
  test('get an index of their own that no later class takes over', async () => {
    const { scope } = await testProject();
    await changeClass(scope, 1, { archived: true });
    const added = await Promise.all(
      ['Snag', 'Sapling', 'Log'].map((name) => addClass(scope, { name, hint: '' })),
    );
    expect(added.map((c) => c.index).sort()).toEqual([2, 3, 4]);
    expect(new Set((await listClasses(scope)).map((c) => c.code)).size).toBe(5);
  });

  test('are renamed, recoloured, archived and restored; names in use are refused', async () => {
    const { scope } = await testProject();
    expect(
      await changeClass(scope, 0, { name: 'Canopy', colour: '#1fc193', hint: 'Live' }),
    ).toMatchObject({ index: 0, name: 'Canopy', colour: '#1fc193', hint: 'Live' });
    await expect(changeClass(scope, 0, { name: 'SHRUB' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(addClass(scope, { name: 'canopy', hint: '' })).rejects.toMatchObject({
      code: 'conflict',
    });
    await changeClass(scope, 1, { archived: true });
    expect((await changeClass(scope, 0, { name: 'Shrub' })).name).toBe('Shrub');
    await expect(changeClass(scope, 1, { archived: false })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(changeClass(scope, 0, { archived: true })).rejects.toMatchObject({
      code: 'conflict',
    });
    await expect(changeClass(scope, 9, { name: 'x' })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('members', () => {
  test('are added by id or email, change roles and leave', async () => {
    const { scope } = await testProject();
    const [one, two] = [await createUser(), await createUser()];
    await setMember(scope, one.id, 'LABELER');
    await setMember(scope, two.email, 'REVIEWER');
    await setMember(scope, one.email.toUpperCase(), 'ADMIN');
    const roles = (await listMembers(scope)).map(({ userId, role }) => [userId, role]);
    expect(Object.fromEntries(roles)).toEqual({ [one.id]: 'ADMIN', [two.id]: 'REVIEWER' });
    await removeMember(scope, two.id);
    expect(await listMembers(scope)).toHaveLength(1);
    await expect(removeMember(scope, two.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(setMember(scope, 'nobody@example.org', 'ADMIN')).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  test('of one project are nobody in another', async () => {
    const [here, there] = [await testProject(), await testProject()];
    const member = await createMember(here, 'LABELER');
    await expect(removeMember(there.scope, member.id)).rejects.toMatchObject({ code: 'not_found' });
    expect(await listMembers(here.scope)).toHaveLength(1);
  });
});
