import { expect, test } from 'vitest';
import { addressKey, addressOf, proxyList } from '@/lib/server/auth/address';

const none = proxyList([]);
const proxies = proxyList(['10.0.0.7', '192.168.4.0/24', 'fd00::1']);

test('without a proxy in the settings the connection counts, whatever the header says', () => {
  expect(addressOf('203.0.113.5', '198.51.100.1', none)).toBe('203.0.113.5');
  expect(addressOf('::ffff:203.0.113.5', undefined, none)).toBe('203.0.113.5');
  expect(addressOf(undefined, '198.51.100.1', none)).toBe('');
});

test('a proxy of the settings is believed, and what its client made up before it is not', () => {
  expect(addressOf('10.0.0.7', '198.51.100.1', proxies)).toBe('198.51.100.1');
  expect(addressOf('10.0.0.7', '1.2.3.4, 198.51.100.1', proxies)).toBe('198.51.100.1');
  expect(addressOf('fd00::1', '198.51.100.1, 192.168.4.20', proxies)).toBe('198.51.100.1');
  expect(addressOf('203.0.113.5', '198.51.100.1', proxies)).toBe('203.0.113.5');
});

test('a proxy that names nobody counts itself', () => {
  expect(addressOf('10.0.0.7', undefined, proxies)).toBe('10.0.0.7');
  expect(addressOf('10.0.0.7', 'unknown', proxies)).toBe('10.0.0.7');
});

test('IPv6 counts by network', () => {
  expect(addressKey('2001:db8::1')).toBe('2001:db8:0:0::/64');
  expect(addressKey('2001:0db8:0:0:ffff::9')).toBe(addressKey('2001:db8::1'));
  expect(addressKey('2001:db8:0:1::1')).not.toBe(addressKey('2001:db8::1'));
  expect(addressKey('203.0.113.5')).toBe('203.0.113.5');
});
