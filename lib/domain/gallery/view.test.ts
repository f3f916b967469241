import { expect, it } from 'vitest';
import { groupQuery, groupsQuery, listOf, queryOf, viewOf } from '@/lib/domain/gallery/view';

const view = (query: string) => viewOf(new URLSearchParams(query));

it('an address becomes a view and the same address again; what is not possible is left out', () => {
  const query = 'by=person&class=17&group=none&order=newest&state=confirmed&unit=chips';
  expect(queryOf(view(query))).toBe(query);
  expect(queryOf(view(''))).toBe('');
  expect(queryOf(view('state=elsewhere&class=0&from=soon&more=1&several=1'))).toBe('several=true');
});

it('a group is its grouping’s filter on top of the view’s', () => {
  const people = view('by=person&class=17&order=newest');
  expect(new URLSearchParams(groupQuery(people, 'none', '5_7')).get('person')).toBe('none');
  expect(new URLSearchParams(groupQuery(people, 'none', '5_7')).get('cursor')).toBe('5_7');
  expect(groupsQuery(people)).toBe('by=person&class=17&state=waiting');
  const day = new URLSearchParams(groupQuery(view('by=date&from=2026-01-01'), '2026-02-03', null));
  expect([day.get('from'), day.get('to')]).toEqual(['2026-02-03', '2026-02-03']);
  expect(new URLSearchParams(groupQuery(view('by=site'), '', null)).get('survey')).toBe('');
});

it('next and previous on a chip’s page go through what the gallery shows', () => {
  const chip = { number: 7, suspicion: 0.25 };
  expect(listOf(view('class=17&split=TEST'), chip)).toEqual({
    ...{ list: 'class=17&order=suspicion&split=TEST&state=waiting', at: '0.25_7' },
  });
  expect(listOf(view('group=17'), chip).list).toBe('class=17&order=suspicion&state=waiting');
  expect(listOf(view(''), chip)).toEqual({ list: 'state=waiting', at: '7_7' });
  expect(listOf(view('class=17'), { number: 7, suspicion: null }).at).toBe('7_7');
  const day = listOf(view('by=date&group=2026-02-03&order=newest&state=confirmed'), chip);
  expect(day).toEqual({ list: 'from=2026-02-03&state=confirmed&to=2026-02-03', at: '7_7' });
});
