import { ABSENT } from '@/lib/domain/label/cell-code';

/** Classes with their cells: "absent 20, Crown 5". */
export function describeKinds(
  kinds: readonly { code: number; name: string; cells: number }[],
  absent: string,
): string {
  return kinds
    .map(({ code, name, cells }) => `${code === ABSENT ? absent : name} ${String(cells)}`)
    .join(', ');
}
