/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A plan is the rows of its scenario, texts as they stand in the CSV, and nothing else: every
 * control reads them and writes them. */
'use strict';

const COLUMNS = ['operation', 'sex', 'age_from', 'age_to', 'year_from', 'year_to', 'value_from',
  'value', 'baseline_tfr', 'note'];
const OPERATIONS = { tfr: 'TFR', tfr_proportion: 'TFR_PROPORTION',
    suppress_out_migration: 'SUPPRESS',
  scale_net_migration: 'SCALE', zero_migration: 'NO_MIGRATION', add_migrants: 'ADD_MIGRANTS' };
/* What the sliders' rows are known by; plans of before have "families" for households. */
const FAMILY_NOTE = /^(?:families|households of) ([^\s:]+)/,
    BALANCE_NOTE = /^balance (?:by )?(families|households|suppression) (?:to )?(-?[\d.]+) /;

/* ---- rows and CSV ---- */

function row(values) {
  return { ...Object.fromEntries(COLUMNS.map((c) => [c, ''])), ...values };
}

/* A scenario as the library writes it: the readers of what people have are the library's. */
function rowsOf(csv) {
  const records = [[]];
  let rest = csv;
  while (rest) {
    const [all, quoted, plain, end] = /^(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/.exec(rest);
    records[records.length - 1].push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    rest = rest.slice(all.length);
    if (end === '\n' && rest) records.push([]);
  }
  const heads = records.shift();
  return records.map((cells) => row(Object.fromEntries(heads.map((h, i) => [h, cells[i] || '']))));
}

function csvOf(rows) {
  const cell = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return [COLUMNS, ...rows.map((r) => COLUMNS.map((c) => r[c]))]
    .map((cells) => cells.map(cell).join(',')).join('\n') + '\n';
}

/* A number as a row has it. */
function digits(value, decimals) {
  return String(Number(value.toFixed(decimals)));
}

/* ---- the TFR's path: its points, and the rows between them ---- */

const isTfr = (r) => r.operation === 'tfr';

function pointsOf(rows, first) {
  const points = new Map();
  for (const r of rows.filter(isTfr)) {
    const from = Number(r.year_from || first);
    if (r.value_from !== '' && !points.has(from)) points.set(from, Number(r.value_from));
    if (r.value_from === '') points.set(from, Number(r.value));
    if (r.year_to !== '') points.set(Number(r.year_to), Number(r.value));
  }
  return [...points].map(([year, value]) => ({ year, value })).sort((a, b) => a.year - b.year);
}

/* Are the rows of the TFR just these points? Others are drawn, not dragged. */
function arePoints(rows, first) {
  const said = (list) => list.filter(isTfr).map((r) => [r.year_from || first, r.year_to,
    r.value_from, r.value].map((text) => (text === '' ? '' : Number(text))).join()).join(' ');
  return said(withPoints(rows, pointsOf(rows, first))) === said(rows) && !/NaN/.test(said(rows));
}

/* A ramp from each point to the next one; the last one's value is kept. */
function withPoints(rows, points) {
  const ramps = points.map((p, i) => {
    const next = points[i + 1], year = String(p.year);
    const { note } = rows.find((r) => isTfr(r) && r.year_from === year) ?? { note: '' };
    return row({ operation: 'tfr', year_from: year, note, value: digits((next ?? p).value, 3),
      ...(next && { year_to: String(next.year), value_from: digits(p.value, 3) }) });
  });
  const at = rows.findIndex(isTfr), others = rows.filter((r) => !isTfr(r));
  others.splice(at < 0 ? others.length : at, 0, ...ramps);
  return others;
}

/* ---- staying: a row a slider ---- */

const isStay = (r) => r.operation === 'suppress_out_migration' && !BALANCE_NOTE.test(r.note);
const AGE_LIMITS = [0, 10, 20, 30, 40, 60];

/* One row as several, with its value: by sex, by ages, by periods of ten years. */
const splits = {
  SPLIT_SEX: (r) => (r.sex === 'male' || r.sex === 'female' ? [r]
    : ['male', 'female'].map((sex) => ({ ...r, sex }))),
  SPLIT_AGE(r) {
    const from = Number(r.age_from || 0), to = r.age_to === '' ? Infinity : Number(r.age_to);
    const starts = [from, ...AGE_LIMITS.filter((a) => a > from && a <= to)];
    return starts.map((a, i) => ({ ...r, age_from: String(a),
      age_to: i + 1 < starts.length ? String(starts[i + 1] - 1) : r.age_to }));
  },
  SPLIT_PERIOD(r, info) {
    const from = Number(r.year_from || info.first), to = Number(r.year_to || info.last);
    const starts = [];
    for (let year = from; year < to; year += 10) starts.push(year);
    return starts.length < 2 ? [r] : starts.map((year, i) => ({ ...r, year_from: String(year),
      year_to: i + 1 < starts.length ? String(starts[i + 1]) : r.year_to }));
  },
};

/* ---- households that come, and the balance: rows that move together ---- */

/* The rows with a note of a kind, as what they say in all: null where there are none. */
function familiesOf(rows, unit) {
  const own = rows.filter((r) => r.operation === 'add_migrants' && FAMILY_NOTE.test(r.note));
  if (!own.length) return null;
  const members = FAMILY_NOTE.exec(own[0].note)[1], from = own[0].year_from;
  const one = unit(members, from).find((u) => u.sex === own[0].sex
      && u.age_from === own[0].age_from);
  return { members, from, count: one ? Number(own[0].value) / Number(one.value) : 0 };
}

function withFamilies(rows, unit, members, from, count) {
  const others = rows.filter((r) => !FAMILY_NOTE.test(r.note));
  if (!count) return others;
  return others.concat(unit(members, from).map((u) => ({ ...u,
    value: String(Number(u.value) * count),
        note: `households of ${members}: ${digits(count, 4)} a year` })));
}

function balanceOf(rows) {
  const own = rows.find((r) => BALANCE_NOTE.test(r.note));
  if (!own) return null;
  const [, by, value] = BALANCE_NOTE.exec(own.note);
  return { by: by.replace('families', 'households'), value: Number(value), from: own.year_from };
}

/* Rows that bring the net migration of the others to a balance; null where it cannot be had. How
 * many times one unit of them it takes is found by the secant, as moves, the net migration a year
 * from a year on under a scenario, is nearly a straight line. */
function withBalance(rows, unit, moves, balance) {
  const others = rows.filter((r) => !BALANCE_NOTE.test(r.note));
  if (!balance) return others;
  const { by, value, from } = balance;
  const units = by === 'households' ? unit('m32,f30,c3', from)
    : [row({ operation: 'suppress_out_migration', sex: 'both', age_from: '0', age_to: '59',
      year_from: from, value: '1' })];
  const [least, most] = by === 'households' ? [-10000, 10000] : [0, 1];
  const made = (times) => [...others, ...units.map((u) => ({ ...u,
    value: String(Number(u.value) * times),
    note: `balance by ${by} to ${value} a year from ${from}: x ${digits(times, 4)}` }))];
  const miss = (times) => (moves(csvOf(made(times)), Number(from)) ?? NaN) - value;
  let x = 0, at = 0.5, missed = miss(x), misses = miss(at);
  for (let i = 0; i < 40 && Math.abs(misses) > 1e-9 && misses !== missed; i++) {
    const next = at - misses * (at - x) / (misses - missed);
    [x, missed] = [at, misses];
    at = Math.min(most, Math.max(least, next));
    misses = miss(at);
  }
  return Math.abs(misses) <= 1e-6 ? made(at) : null;
}
