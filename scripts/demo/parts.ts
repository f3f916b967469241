import type { ChipView } from '@/lib/domain/chip/schema';
import { CHIPS_EACH, LABELERS, PICTURES } from './tree-crowns';

/** What becomes of the demo's chips; all others wait for people to label them. */
export interface Parts<C> {
  /** confirmed, for the deployed version */
  first: C[];
  /** confirmed, for the candidate, beside the first */
  second: C[];
  /** of the made-up labelers: to be reviewed */
  review: C[];
}

const CONFIRMED: readonly string[] = PICTURES.filter(({ confirmed }) => confirmed).map(
  ({ file }) => file,
);

type Part = 'first' | 'second' | 'rest';

/**
 * Where six training chips in a row go. The second training has three times the chips of the first, so that the candidate
 * gains clearly: the deployed version's average precision on the test chips is .68, the candidate's .76.
 */
const TURN: readonly Part[] = ['second', 'second', 'rest', 'first', 'rest', 'rest'];

/**
 * Deals the chips out, the same each time: those that test or calibrate belong to the first training but for one in five, as
 * do all of pictures that are `confirmed`; the others that train go by TURN, and of the rest the made-up labelers get theirs from all over.
 */
export function dealChips<
  C extends Pick<ChipView, 'number' | 'split'> & { asset: { name: string } },
>(chips: readonly C[]): Parts<C> {
  const sorted = chips.toSorted((a, b) => a.number - b.number);
  const isConfirmed = ({ asset }: C): boolean => CONFIRMED.includes(asset.name);
  const heldOut = sorted.filter(({ split }) => split !== 'TRAIN');
  const train = sorted.filter((chip) => chip.split === 'TRAIN' && !isConfirmed(chip));
  const of = (part: Part): C[] => train.filter((_, i) => TURN[i % TURN.length] === part);
  const rest = of('rest');
  const wanted = LABELERS.length * CHIPS_EACH;
  const step = rest.length / wanted;
  return {
    first: [
      ...heldOut.filter((chip, i) => i % 5 !== 4 || isConfirmed(chip)),
      ...sorted.filter((chip) => chip.split === 'TRAIN' && isConfirmed(chip)),
      ...of('first'),
    ],
    second: of('second'),
    review: rest.filter((_, i) => Math.floor(i / step) > Math.floor((i - 1) / step)),
  };
}
