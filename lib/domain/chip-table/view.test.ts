import { expect, it } from 'vitest';
import {
  chipPage,
  columnsOf,
  filterOf,
  listPlaceOf,
  placeQuery,
  tableAddress,
  tableQueryOf,
  tableViewOf,
} from '@/lib/domain/chip-table/view';

const view = (query: string) => tableViewOf(new URLSearchParams(query));

it('an address becomes a view and the same address again; what is not possible is left out', () => {
  const query =
    'class=17&columns=state%2Cscore&comments=open&from=2026-01-02&order=newest&reverse=true&scoreFrom=0.5&state=waiting';
  expect(tableQueryOf(view(query))).toBe(query);
  expect(tableQueryOf(view(''))).toBe('');
  expect(tableQueryOf(view('state=elsewhere&scoreTo=2&columns=state,secret&order=random'))).toBe(
    '',
  );
  expect(tableQueryOf(view('several=0&reverse=0'))).toBe('');
  expect(filterOf(view('several=0&class=16&order=newest&columns=state'))).toEqual({ class: 16 });
});

it('columns stand in their own order', () => {
  expect(columnsOf(view('columns=score,state'))).toEqual(['state', 'score']);
  expect(columnsOf(view(''))[0]).toBe('asset');
});

it('a chip’s page knows the list and leads back to the place', () => {
  const place = { list: 'order=newest&state=waiting', at: '5_7' };
  expect(Object.fromEntries(new URLSearchParams(placeQuery(place)))).toEqual(place);
  expect(tableAddress('owls', place)).toBe('/p/owls/chips?order=newest&state=waiting&at=5_7');
  expect(listPlaceOf({ ...place, cell: '3' })).toEqual(place);
  expect(listPlaceOf({ list: 'order=newest&drop=1', at: 'last_3' })?.list).toBe('order=newest');
  expect(listPlaceOf({ list: '', at: 'here' })).toBeNull();
  expect(chipPage('LABELER', 'CONFIRMED')).toBe('label');
  expect(chipPage('REVIEWER', 'CONFIRMED')).toBe('review');
  expect(chipPage('ADMIN', 'RETURNED')).toBe('label');
});
