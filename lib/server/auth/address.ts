import { BlockList, isIP, isIPv6 } from 'node:net';

/** Proxies whose word on an address counts, as addresses and networks (10.0.0.0/8). */
export function proxyList(entries: readonly string[]): BlockList {
  const list = new BlockList();
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/');
    const family = isIPv6(address) ? 'ipv6' : 'ipv4';
    if (prefix === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(prefix), family);
  }
  return list;
}

/**
 * The address of who asks: that of the connection, or where a proxy of the list made it, what the nearest proxy that is not
 * of the list wrote in X-Forwarded-For. Anybody else can write there what they like.
 */
export function addressOf(
  peer: string | undefined,
  forwarded: string | undefined,
  proxies: BlockList,
): string {
  const hops = [...(forwarded ?? '').split(','), peer ?? ''].map(plain);
  let address = hops.pop() ?? '';
  while (isOf(address, proxies)) {
    const before = hops.pop();
    if (before === undefined || isIP(before) === 0) break;
    address = before;
  }
  return address;
}

function isOf(address: string, proxies: BlockList): boolean {
  if (isIP(address) === 0) return false;
  return proxies.check(address, isIPv6(address) ? 'ipv6' : 'ipv4');
}

/** Without spaces, and an IPv4 address as such: a socket that takes both kinds says ::ffff:10.0.0.1. */
function plain(address: string): string {
  return address.trim().replace(/^::ffff:(?=\d+\.)/i, '');
}

/** What a limit counts by: an IPv6 customer has 2^64 addresses, so theirs is the network of 64 bits. */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const front = head.split(':').filter((part) => part !== '');
  const back = (tail ?? '').split(':').filter((part) => part !== '');
  const zeros = tail === undefined ? 0 : 8 - front.length - back.length;
  const groups = [...front, ...Array.from({ length: Math.max(0, zeros) }, () => '0'), ...back];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
}
