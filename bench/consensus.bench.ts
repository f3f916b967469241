// How often a consensus is right: five made-up people of known accuracy and a calibrated model (tests/agreement/panel.ts).
import { printRow } from '@/bench/row';
import {
  gainInterval,
  pooled,
  rightShare,
  settledFrom,
  simulatePanel,
} from '@/tests/agreement/panel';

const SEEDS = 10;
const CELLS = 1000;
const THRESHOLD = 0.8;

const percent = (share: number): number => Math.round(1000 * share) / 10;

for (const labels of [2, 3]) {
  const panel = pooled(
    Array.from({ length: SEEDS }, (_, seed) => simulatePanel(seed + 1, CELLS, labels)),
  );
  const [low, high] = gainInterval(panel);
  const title = `simulated panel of five, ${String(labels)} labels a cell`;
  printRow({
    ...{
      name: `${title}: right by CROWDLAB`,
      value: percent(rightShare(panel.crowdlab)),
      unit: '%',
    },
    ...{ peer: 'majority, ties at random', peerValue: percent(rightShare(panel.majority)) },
  });
  // of three labels the model outweighs better people (decision 0039): reported, not judged
  const judged = labels === 2 ? { target: '> 0', ok: low > 0 } : {};
  const gain = `${title}: more than the majority`;
  printRow({ name: `${gain}, 95 % from`, value: percent(low), unit: 'points', ...judged });
  printRow({ name: `${gain}, 95 % to`, value: percent(high), unit: 'points' });
  const settled = settledFrom(panel, THRESHOLD);
  const share = percent(settled.length / panel.crowdlab.length);
  const at = `settled at ${String(THRESHOLD)}`;
  printRow({ name: `${title}: ${at}`, value: share, unit: '% of cells' });
  printRow({ name: `${title}: ${at} and right`, value: percent(rightShare(settled)), unit: '%' });
}
