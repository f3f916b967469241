'use client';
import type * as PlotModule from '@observablehq/plot';
import { useEffect, useId, useRef, useState } from 'react';
import { useLocale, useTranslations } from 'use-intl';
import { Table } from '@/components/ui/table';
import { useSize } from '@/components/ui/use-size';
import { loadPart } from '@/lib/client/load-part';
import { DATE_LOCALES } from '@/lib/i18n/locales';

type Plot = typeof PlotModule;

/** A part of each bar. */
export interface BarSeries {
  readonly key: string;
  readonly name: string;
  /** a colour of the tokens */
  readonly fill: string;
  /** drawn as lines of the colour */
  readonly hatched?: boolean;
}

/** A row of bars: of each series its values, in the order of the days. */
export interface BarGroup {
  /** null: of everybody, or everything */
  readonly name: string | null;
  readonly values: Readonly<Record<string, readonly number[]>>;
}

export interface BarChartProps {
  /** what the bars are, for who does not see them */
  readonly title: string;
  /** first days (UTC) of the bars, without a gap, and the last day that is shown */
  readonly days: readonly string[];
  readonly last: string;
  readonly step: 'day' | 'week' | 'month';
  readonly series: readonly BarSeries[];
  /** below one another, on one scale */
  readonly groups: readonly BarGroup[];
  /** of a group, in px */
  readonly height: number;
  /** decimals of the values */
  readonly digits?: number;
}

const DAY_MS = 24 * 60 * 60 * 1000;
const MARGIN = { left: 40, right: 4, bottom: 22 };

/**
 * Stacked bars by day, drawn by Observable Plot, which is fetched when the page is there; the same figures stand in a table below. Colours
 * are tokens, so light, dark and contrast follow by themselves.
 */
export function BarChart(props: BarChartProps) {
  const t = useTranslations('shell.chart');
  const box = useRef<HTMLDivElement>(null);
  const { width } = useSize(box);
  const hatch = useId();
  const words = useWords(props);
  const [plot, setPlot] = useState<Plot | null>(null);
  const height = heightOf(props);
  useEffect(() => {
    let wanted = true;
    void loadPart(() => import('@observablehq/plot')).then((module) => {
      if (wanted) setPlot(module);
    });
    return () => {
      wanted = false;
    };
  }, []);
  useEffect(() => {
    const place = box.current;
    if (!plot || !place || width === 0) return;
    place.replaceChildren(draw(plot, props, { width, hatch, words }));
  });
  return (
    <figure className="min-w-0">
      {props.series.length > 1 && <Legend series={props.series} />}
      <div
        ref={box}
        className="[&_svg]:[--plot-background:var(--bg-1)]"
        style={{ minHeight: height }}
        role="img"
        aria-label={props.title}
        aria-busy={plot === null}
      />
      <details className="mt-1">
        <summary className="w-fit cursor-pointer text-caption text-text-3 pointer-coarse:py-3">
          {t('table')}
        </summary>
        <Figures {...props} words={words} />
      </details>
    </figure>
  );
}

interface Words {
  day: (day: string) => string;
  tick: (day: Date) => string;
  value: (value: number) => string;
}

function useWords({ step, digits = 0 }: BarChartProps): Words {
  const t = useTranslations('shell.chart');
  const locale = useLocale();
  const format = (day: Date, options: Intl.DateTimeFormatOptions) =>
    day.toLocaleDateString(DATE_LOCALES[locale], { timeZone: 'UTC', ...options });
  return {
    day: (day) => {
      const at = new Date(day);
      if (step === 'month') return format(at, { month: 'long', year: 'numeric' });
      const words = format(at, { day: 'numeric', month: 'short', year: 'numeric' });
      return step === 'day' ? words : t('weekFrom', { day: words });
    },
    tick: (day) =>
      step === 'month'
        ? format(day, { month: 'short', year: '2-digit' })
        : format(day, { day: 'numeric', month: 'short' }),
    value: (value) => value.toLocaleString(locale, { maximumFractionDigits: digits }),
  };
}

function Legend({ series }: { series: readonly BarSeries[] }) {
  return (
    <ul className="mb-2 flex flex-wrap gap-x-4 gap-y-1 text-caption text-text-2">
      {series.map(({ key, name, fill, hatched }) => (
        <li key={key} className="flex items-center gap-1.5">
          <span
            aria-hidden
            className="size-2 shrink-0 rounded-[2px]"
            style={{
              background: hatched
                ? `repeating-linear-gradient(45deg, ${fill} 0 2px, var(--accent-soft) 2px 4px)`
                : fill,
            }}
          />
          {name}
        </li>
      ))}
    </ul>
  );
}

/** The bars that are not empty, the newest first; of several groups the sum of each. */
function Figures(props: BarChartProps & { words: Words }) {
  const t = useTranslations('shell.chart');
  const { days, series, groups, step, words } = props;
  const columns =
    groups.length > 1
      ? groups.map((group) => ({
          key: group.name ?? '',
          name: group.name ?? '',
          at: (i: number) => totalAt(group, series, i),
        }))
      : series.map(({ key, name }) => ({
          ...{ key, name },
          at: (i: number) => groups[0]?.values[key]?.[i] ?? 0,
        }));
  const rows = days.map((day, i) => ({ day, i })).reverse();
  return (
    <div className="max-h-72 overflow-y-auto px-4 -mx-4">
      <Table>
        <caption className="sr-only">{props.title}</caption>
        <thead>
          <tr>
            <th scope="col">{t(step)}</th>
            {columns.map(({ key, name }) => (
              <th key={key} scope="col" className="num">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows
            .filter(({ i }) => columns.some(({ at }) => at(i) !== 0))
            .map(({ day, i }) => (
              <tr key={day}>
                <td className="whitespace-nowrap">{words.day(day)}</td>
                {columns.map(({ key, at }) => (
                  <td key={key} className="num">
                    {words.value(at(i))}
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </Table>
    </div>
  );
}

function totalAt(group: BarGroup, series: readonly BarSeries[], i: number): number {
  return series.reduce((sum, { key }) => sum + (group.values[key]?.[i] ?? 0), 0);
}

const isNamed = (groups: readonly BarGroup[]) => groups.some(({ name }) => name !== null);

/** Room above a group for its name. */
const nameRoom = ({ groups }: BarChartProps) => (isNamed(groups) ? 26 : 8);

function heightOf(props: BarChartProps): number {
  return props.groups.length * (props.height + nameRoom(props)) + MARGIN.bottom;
}

interface Bar {
  group: number;
  from: Date;
  until: Date;
  series: number;
  value: number;
  title: string;
}

function barsOf({ days, last, series, groups }: BarChartProps, words: Words): Bar[] {
  const end = new Date(Date.parse(last) + DAY_MS);
  return groups.flatMap(({ name, values }, group) =>
    days.flatMap((day, i) => {
      const next = days[i + 1];
      const place = {
        group,
        from: new Date(day),
        until: next === undefined ? end : new Date(next),
      };
      const title = [
        words.day(day),
        ...(name === null ? [] : [name]),
        ...series.map((one) => `${one.name}: ${words.value(values[one.key]?.[i] ?? 0)}`),
      ].join('\n');
      // what somebody took back on another day has no bar below the line
      return series.map((one, n) => ({
        ...{ ...place, title, series: n },
        value: Math.max(0, values[one.key]?.[i] ?? 0),
      }));
    }),
  );
}

function draw(
  Plot: Plot,
  props: BarChartProps,
  { width, hatch, words }: { width: number; hatch: string; words: Words },
): Element {
  const { series, groups, days } = props;
  const bars = barsOf(props, words);
  const most = Math.max(
    ...groups.flatMap((group) => days.map((_, i) => totalAt(group, series, i))),
    props.digits ? 0.1 : 1,
  );
  // no parts of a chip
  const ticks = !props.digits && most < 4 ? [0, most] : props.height < 80 ? 2 : 3;
  const bar = (width - MARGIN.left - MARGIN.right) / days.length;
  const ids = series.map((_, n) => `${hatch}-${String(n)}`);
  const axis = { color: 'var(--text-3)', fontSize: 11, label: null, tickSize: 0 };
  const place = { fy: 'group', x1: 'from', x2: 'until', y: 'value' } as const;
  return Plot.plot({
    width,
    height: heightOf(props),
    marginLeft: MARGIN.left,
    marginRight: MARGIN.right,
    marginTop: 0,
    marginBottom: MARGIN.bottom,
    style: { fontFamily: 'inherit', fontSize: '11px', overflow: 'visible', background: 'none' },
    x: { type: 'utc' },
    y: { domain: [0, most], insetTop: nameRoom(props) },
    fy: { domain: groups.map((_, i) => i), axis: null, padding: 0 },
    color: {
      type: 'ordinal',
      domain: series.map((_, n) => n),
      range: series.map((one, n) => (one.hatched ? `url(#${ids[n] ?? ''})` : one.fill)),
    },
    marks: [
      () => hatches(series, ids),
      Plot.gridY({ ticks, stroke: 'var(--line)', strokeOpacity: 1 }),
      Plot.axisY({ ...axis, ticks, tickFormat: words.value }),
      Plot.axisX({ ...axis, ...ticksOf(props, width, words) }),
      Plot.rectY(bars, {
        ...place,
        fill: 'series',
        inset: bar > 6 ? Math.min(8, bar / 10) : 0,
        insetTop: 0,
        insetBottom: 0,
      }),
      Plot.tip(
        bars.filter((bar) => bar.series === 0),
        Plot.pointerX({
          ...{ fy: 'group', x1: 'from', x2: 'until', title: 'title' },
          y: (bar: Bar) =>
            totalAt(
              groups[bar.group] ?? { name: null, values: {} },
              series,
              days.indexOf(bar.from.toISOString().slice(0, 10)),
            ),
          ...{ fill: 'var(--bg-1)', stroke: 'var(--line-control)', fontSize: 12 },
        }),
      ),
      ...(isNamed(groups)
        ? [
            Plot.text(groups, {
              ...{ fy: (_: BarGroup, i: number) => i, text: (group: BarGroup) => group.name },
              ...{ frameAnchor: 'top-left', dy: 8, fill: 'var(--text-2)', fontSize: 12 },
            }),
          ]
        : []),
    ],
  });
}

/** At most one tick for each 72 px, below the middle of a bar, named by its first day. */
function ticksOf(props: BarChartProps, width: number, words: Words) {
  const { days, last } = props;
  const each = Math.max(1, Math.ceil(days.length / Math.max(1, Math.floor(width / 72))));
  const named = days.flatMap((day, i) =>
    i % each === 0 ? [{ day, next: days[i + 1] ?? last }] : [],
  );
  const middle = ({ day, next }: { day: string; next: string }) =>
    new Date((Date.parse(day) + Math.max(Date.parse(next), Date.parse(day) + DAY_MS)) / 2);
  return {
    ticks: named.map(middle),
    tickFormat: (at: Date, i: number) => words.tick(new Date(named[i]?.day ?? at)),
  };
}

const SVG = 'http://www.w3.org/2000/svg';

/** Lines of a colour, as a fill for each series that is hatched. */
function hatches(series: readonly BarSeries[], ids: readonly string[]): SVGElement {
  const defs = document.createElementNS(SVG, 'defs');
  for (const [n, { fill, hatched }] of series.entries()) {
    if (!hatched) continue;
    const pattern = document.createElementNS(SVG, 'pattern');
    const attributes = {
      id: ids[n] ?? '',
      width: '5',
      height: '5',
      patternUnits: 'userSpaceOnUse',
    };
    for (const [name, value] of Object.entries(attributes)) pattern.setAttribute(name, value);
    pattern.setAttribute('patternTransform', 'rotate(45)');
    for (const [colour, size] of [
      ['var(--accent-soft)', '5'],
      [fill, '2'],
    ] as const) {
      const rect = document.createElementNS(SVG, 'rect');
      rect.setAttribute('width', size);
      rect.setAttribute('height', '5');
      rect.setAttribute('fill', colour);
      pattern.append(rect);
    }
    defs.append(pattern);
  }
  return defs;
}
