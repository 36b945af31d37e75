/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plan's controls. Each reads the plan's rows, and changes them. */

/* The rows of one household a year, by its members and the first year. */
function unit(members, from) {
  const key = `${members} ${from}`;
  if (!unitRows[key]) {
    const csv = session.call('family', members, Number(from), -1);
    unitRows[key] = csv ? rowsOf(csv) : [];
  }
  return unitRows[key];
}

const moves = (csv, from) => session.json('moves', csv, from);

/* The plan's rows are others now: the balance follows, and all that is drawn; with `kept` it can be
 * undone. Controls that do not show it themselves are built anew. */
function setRows(rows, { kept = false, rebuild = false } = {}) {
  const balanced = withBalance(rows, unit, moves, balanceOf(rows));
  current().rows = balanced || rows;
  redraw();
  if (rebuild) buildPlan();
  if (!balanced) $('wrong').textContent ||= say('NO_BALANCE');
  if (kept) keepState();
  if (!rebuild) drawRows();
}

/* ---- a slider with its number ---- */

/* What is typed where a number belongs: digits of full width, too. */
function typed(text) {
  return text.normalize('NFKC').replace('\u2212', '-').replaceAll(',', '').trim();
}

/* set(value, kept): kept once it is let go of; it may return the value that it could take. */
function slider(label, { min, max, step, value, decimals, title = label }, set, ...more) {
  const text = el('input', { inputMode: 'decimal', value: digits(value, decimals),
      'aria-label': label });
  const range = el('input', { type: 'range', min, max, step, value, 'aria-label': label });
  const take = (v, kept) => {
    if (Number.isFinite(v)) value = set(v, kept) ?? v;
    text.value = digits(value, decimals);
  };
  range.oninput = () => take(Number(range.value), false);
  range.onchange = () => take(Number(range.value), true);
  text.onchange = () => {
    take(parseFloat(typed(text.value)), true);
    range.value = value;
  };
  return el('div', { className: 'slide' }, el('span', {}, title), range, text, ...more);
}

function button(text, act, properties) {
  return el('button', { type: 'button', onclick: act, ...properties }, text);
}

function yearChoice(label, value, change, years = datesOf().slice(0, -1)) {
  const select = choice({ 'aria-label': label }, years.map((y) => [y, y]), value);
  select.onchange = () => change(select.value);
  return select;
}

/* When a plan begins, unless something is said: the first date from 2025 on. */
function planStart() {
  return String(datesOf().find((y) => y >= 2025 && y < info.last) ?? info.first);
}

/* ---- the TFR ---- */

const TFR = { width: 320, height: 150, left: 26, right: 8, top: 8, bottom: 18 };

function tfrLever() {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('viewBox', `0 0 ${TFR.width} ${TFR.height}`);
  svg.setAttribute('class', 'tfr');
  const { fixed } = tfrPoints();
  const body = el('div', { className: 'lever', id: 'tfr' }, el('h3', {}, say('TFR_PATH')), svg,
    el('p', { className: 'remark' }, say(fixed ? 'TFR_FIXED' : 'TFR_HELP')),
    el('div', { className: 'small' }, fixed ? '' : button(say('POINT_ADD'), addPoint),
      button(say('CLEAR'), () => setRows(withPoints(current().rows, []),
          { kept: true, rebuild: true }))));
  drawTfr(svg);
  return body;
}

/* The points of the plan; where it has none, two of the baseline, which change nothing yet; none
 * where its rows are not just points. */
function tfrPoints() {
  const { rows } = current(), points = pointsOf(rows, info.first);
  if (!arePoints(rows, info.first)) return { points: [], ghost: false, fixed: true };
  if (points.length) return { points, ghost: false };
  const years = datesOf().slice(1), at = (year) => figures[0].tfr[years.indexOf(year)] ?? 1.5;
  const from = years.find((y) => y >= 2030) ?? years[0],
      to = years.find((y) => y >= from + 10) ?? years[years.length - 1];
  return { points: (from === to ? [from] : [from, to]).map((year) => ({ year, value: at(year) })),
      ghost: true };
}

function addPoint() {
  const { points } = tfrPoints(), free = datesOf().slice(1).filter((y) =>
      !points.some((p) => p.year === y));
  const year = free.find((y) => y > points[points.length - 1].year) ?? free[0];
  if (year === undefined) return;
  const near = points.reduce((a, b) => (Math.abs(b.year - year) < Math.abs(a.year - year) ? b : a));
  setRows(withPoints(current().rows, [...points, { year, value: near.value }].sort((a, b) =>
      a.year - b.year)), { kept: true, rebuild: true });
}

function tfrScale(points) {
  const values = [...figures.flatMap((path) => path.tfr.filter((v) => v !== null)),
    ...points.map((p) => p.value)];
  const low = Math.min(1, Math.floor(Math.min(...values) * 5) / 5),
      high = Math.max(2.4, Math.ceil(Math.max(...values) * 5) / 5);
  const inner = TFR.height - TFR.top - TFR.bottom, across = TFR.width - TFR.left - TFR.right;
  return { low, high,
    x: (year) => TFR.left + (across * (year - info.first)) / (info.last - info.first),
    y: (v) => TFR.top + inner * (1 - (v - low) / (high - low)),
    year: (x) => info.first + ((x - TFR.left) / across) * (info.last - info.first),
    value: (y) => low + (1 - (y - TFR.top) / inner) * (high - low) };
}

function drawTfr(svg) {
  const { points, ghost } = tfrPoints(), s = tfrScale(points), years = datesOf().slice(1);
  const add = (tag, properties, text) => {
    const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
    for (const [name, value] of Object.entries(properties)) made.setAttribute(name, value);
    if (text) made.textContent = text;
    svg.append(made);
    return made;
  };
  const focus = svg.contains(document.activeElement) ? document.activeElement.dataset.at : null;
  svg.replaceChildren();
  for (let v = Math.ceil(s.low * 2) / 2; v <= s.high; v += 0.5) {
    add('line', { class: 'grid', x1: TFR.left, x2: TFR.width - TFR.right, y1: s.y(v), y2: s.y(v) });
    add('text', { x: TFR.left - 4, y: s.y(v) + 3, 'text-anchor': 'end' }, v.toFixed(1));
  }
  for (const year of datesOf().filter((y) => y % 10 === 0 && y < info.last))
    add('text', { x: s.x(year), y: TFR.height - 4, 'text-anchor': 'middle' }, String(year));
  for (const [name, path] of [['plan', state.now + 1], ['base', 0]])
    add('polyline', { class: name, points: figures[path].tfr.map((v, i) =>
        (v === null ? '' : `${s.x(years[i])},${s.y(v)}`)).join(' ') });
  points.forEach((p, i) => {
    const dot = add('circle', { cx: s.x(p.year), cy: s.y(p.value), r: 8, tabindex: 0,
      role: 'slider', 'data-at': i, 'aria-label': `${say('TFR_POINT')} ${p.year}`,
      'aria-valuenow': p.value.toFixed(2), 'aria-valuemin': 0, 'aria-valuemax': 5,
      'aria-valuetext': `${p.year}: ${p.value.toFixed(2)}`, class: ghost ? 'ghost' : '' });
    add('text', { x: s.x(p.year), y: s.y(p.value) - 12, 'text-anchor': i ? 'end' : 'middle' },
        p.value.toFixed(2));
    dot.onkeydown = (event) => keyPoint(event, svg, points, i);
    dot.onpointerdown = (event) => dragPoint(event, svg, i);
    if (String(i) === focus) dot.focus();
  });
}

/* A point somewhere else: at a date between its neighbours, and 0 to 5. */
function movePoint(svg, points, i, year, value, kept) {
  const dates = datesOf().slice(1);
  const room = dates.filter((d) => (i === 0 || d > points[i - 1].year)
      && (i === points.length - 1 || d < points[i + 1].year));
  const nearest = room.reduce((a, b) => (Math.abs(b - year) < Math.abs(a - year) ? b : a));
  const moved = points.map((p, k) => (k === i ? { year: nearest,
      value: Math.min(5, Math.max(0, value)) } : p));
  setRows(withPoints(current().rows, moved), { kept });
  drawTfr(svg);
}

function keyPoint(event, svg, points, i) {
  const p = points[i], by = { ArrowUp: 0.01, ArrowDown: -0.01, PageUp: 0.1,
      PageDown: -0.1 }[event.key] ?? 0;
  const along = { ArrowLeft: -info.width, ArrowRight: info.width }[event.key] ?? 0;
  if (event.key === 'Delete' || event.key === 'Backspace') {
    setRows(withPoints(current().rows, points.filter((_, k) => k !== i)),
        { kept: true, rebuild: true });
  } else if (by || along) {
    movePoint(svg, points, i, p.year + along, p.value + by, true);
  } else return;
  event.preventDefault();
}

function dragPoint(event, svg, i) {
  event.preventDefault();
  svg.setPointerCapture(event.pointerId);
  svg.querySelectorAll('circle')[i].focus();
  const at = (e, kept) => {
    const box = svg.getBoundingClientRect(), scale = TFR.width / box.width,
        { points } = tfrPoints(), s = tfrScale(points);
    const value = Math.round(s.value((e.clientY - box.top) * scale) * 100) / 100;
    movePoint(svg, points, i, s.year((e.clientX - box.left) * scale), value, kept);
  };
  svg.onpointermove = (e) => at(e, false);
  svg.onpointerup = svg.onpointercancel = () => {
    svg.onpointermove = svg.onpointerup = svg.onpointercancel = null;
    keepState();
  };
}

/* ---- staying ---- */

function whoText(r) {
  const from = r.age_from || '0', ages = r.age_to === '' ? say('AGES_OPEN', from)
      : say('AGES', from, r.age_to);
  return r.sex === 'male' ? say('BAND', say('MEN'), ages) : r.sex === 'female'
      ? say('BAND', say('WOMEN'), ages) : ages;
}

function whenText(r) {
  return r.year_to === '' ? say('RANGE_FROM', r.year_from || info.first)
      : say('YEARS', r.year_from || info.first, r.year_to);
}

/* Many sliders stand in a part for each period, which can be closed, and is skipped then. */
const unfolded = {};
function folded(rows, levers) {
  if (rows.length <= 6) return levers;
  return [...new Set(rows.map(whenText))].map((when, i) => {
    const own = levers.filter((_, k) => whenText(rows[k]) === when);
    const part = el('details', { open: unfolded[when] ?? i === 0 },
        el('summary', {}, `${when}${say('IN_BRACKETS', own.length)}`), ...own);
    part.ontoggle = () => { unfolded[when] = part.open; };
    return part;
  });
}

function stayLever() {
  const rows = current().rows, own = rows.filter(isStay);
  const shown = own.length ? own : [row({ operation: 'suppress_out_migration', sex: 'both',
      age_from: '0', age_to: '59', year_from: planStart(), value: '0' })];
  const put = (r, list, options) => {
    const now = current().rows, at = now.indexOf(r);
    if (at < 0) setRows([...now, ...list], options);
    else setRows([...now.slice(0, at), ...list, ...now.slice(at + 1)], options);
  };
  return el('div', { className: 'lever', id: 'stay' }, el('h3', {}, say('STAY')),
    el('p', { className: 'remark' }, say('STAY_HELP')), ...folded(shown, shown.map((r) => {
      const name = `${whoText(r)}${say('COMMA')}${whenText(r)}`;
      let now = r;
      const remove = own.length ? button('×', () => put(now, [], { kept: true, rebuild: true }),
        { 'aria-label': `${say('CLEAR')}: ${name}` }) : null;
      const part = Object.keys(splits).map((key) => button(say(key), () =>
        put(now, splits[key](now, info), { kept: true, rebuild: true })));
      return el('div', {}, slider(`${name} (%)`, { min: 0, max: 100, step: 1,
          value: 100 * Number(r.value), decimals: 1,
          title: own.length > 6 ? `${whoText(r)} (%)` : undefined },
        (v, kept) => {
          const next = { ...now, value: digits(Math.min(1, Math.max(0, v / 100)), 6) };
          put(now, [next], { kept });
          now = next;
          return 100 * next.value;
        }, remove), own.length > 6 ? '' : el('div', { className: 'small' }, ...part));
    })));
}

/* ---- households, and a balance ---- */

function familiesLever() {
  const now = familiesOf(current().rows, unit) || { members: 'm32,f30,c3', from: planStart(),
      count: 0 };
  const put = (count, kept) => {
    now.count = Math.max(0, count);
    setRows(withFamilies(current().rows, unit, now.members, now.from, now.count), { kept });
    return now.count;
  };
  const who = el('input', { value: now.members, size: 12, 'aria-label': say('WHO'),
      title: say('WHO_HELP'), list: 'members' });
  const usual = el('datalist', { id: 'members' }, ...['m32,f30,c3', 'm28,f27', 'f25', 'm25',
      'm65,f63'].map((value) => el('option', { value })));
  who.onchange = () => {
    if (!unit(who.value, now.from).length) {
      who.value = now.members;
      tell(say('WHO_HELP'));
      return;
    }
    now.members = who.value;
    put(now.count, true);
  };
  const most = Math.max(10, Math.round((figures[0].figures[0][0] ?? 10000) / 500));
  return el('div', { className: 'lever', id: 'families' },
    slider(say('FAMILIES'), { min: 0, max: Math.max(most, now.count), step: most > 100 ? 1 : 0.5,
        value: now.count, decimals: 2 }, put),
    el('div', { className: 'small' }, el('label', {}, say('WHO'), ' ', who), usual,
        el('label', {}, say('FROM'), ' ', yearChoice(say('FROM'), now.from, (year) => {
      now.from = year;
      put(now.count, true);
    }))));
}

function balanceLever() {
  const found = balanceOf(current().rows), now = found
      || { by: 'households', value: 0, from: planStart() };
  const on = el('input', { type: 'checkbox', checked: Boolean(found) });
  const put = (kept) => {
    const rows = current().rows.filter((r) => !BALANCE_NOTE.test(r.note));
    const balanced = on.checked ? withBalance(rows, unit, moves, now) : rows;
    if (balanced) setRows(balanced, { kept });
    else if (kept) buildPlan(); // the controls as the rows are
    if (!balanced) $('wrong').textContent = say('NO_BALANCE');
  };
  on.onchange = () => put(true);
  const by = choice({ 'aria-label': say('BALANCE_BY') },
    [['households', say('BY_FAMILIES')], ['suppression', say('BY_STAYING')]], now.by);
  by.onchange = () => {
    now.by = by.value;
    put(true);
  };
  const size = Math.max(50, Math.round((figures[0].figures[0][0] ?? 10000) / 100));
  return el('div', { className: 'lever', id: 'balance' },
    slider(say('BALANCE'), { min: -size, max: size, step: 1, value: now.value, decimals: 0 },
        (v, kept) => {
      now.value = Math.round(v);
      on.checked = true;
      put(kept);
    }), el('div', { className: 'small' }, el('label', {}, on, ' ', say('BALANCE_BY'), ' ', by),
      el('label', {}, say('FROM'), ' ', yearChoice(say('FROM'), now.from, (year) => {
        now.from = year;
        put(true);
      }))), el('p', { className: 'remark' }, say('BALANCE_HELP')));
}

/* ---- the rows themselves ---- */

function rowField(r, i, column) {
  const rows = current().rows, label = `${say('ROW')} ${i + 1}, ${column}`;
  const field = column === 'operation'
    ? choice({ 'aria-label': label }, Object.entries(OPERATIONS).map(([name, key]) =>
        [name, say(key)]), r.operation)
    : column === 'sex' ? choice({ 'aria-label': label },
        [['both', say('BOTH')], ['male', say('MEN')], ['female', say('WOMEN')]], r.sex || 'both')
      : el('input', { value: r[column], className: column === 'note' ? 'wide' : '',
          'aria-label': label });
  field.onchange = () => {
    const next = [...rows];
    next[i] = { ...r, [column]: typed(field.value), note: column === 'note' ? field.value
        : r.note.replace(/^(families|households of|balance) /, '') };
    setRows(next, { kept: true, rebuild: true });
  };
  return field;
}

function drawRows() {
  if (!$('rows').open) return;
  const columns = COLUMNS.filter((c) => c !== 'baseline_tfr'
      || current().rows.some((r) => r.baseline_tfr || r.operation === 'tfr_proportion'));
  const remove = (i) => button('×', () => setRows(current().rows.filter((_, k) => k !== i),
      { kept: true, rebuild: true }), { 'aria-label': `${say('CLEAR')}: ${say('ROW')} ${i + 1}` });
  $('rows').querySelector('.rows').replaceChildren(el('table', {},
    el('thead', {}, el('tr', {}, ...['row', ...columns].map((c) =>
        el('th', { scope: 'col' }, say(c.toUpperCase()))), el('td', {}))),
    el('tbody', {}, ...current().rows.map((r, i) =>
      el('tr', { className: i === rowInError[state.now] ? 'wrong' : '' },
          el('th', { scope: 'row' }, String(i + 1)),
          ...columns.map((c) => el('td', {}, rowField(r, i, c))), el('td', {}, remove(i)))))));
}

function addRow() {
  setRows([...current().rows, row({ operation: 'scale_net_migration', sex: 'both', age_from: '0',
      year_from: planStart(), value: '1' })], { kept: true, rebuild: true });
}

/* ---- the plan as a whole ---- */

function preset(name) {
  if (name === 'city') return rowsOf(session.call('scenario', '/fixtures/nemuro_plan.csv'));
  return name === 'none' ? [] : rowsOf(session.call('simulation', Number(name)));
}

function planHead() {
  const tabs = state.plans.map((plan, k) => button(plan.name, () => {
    state.now = k;
    show();
  }, { 'aria-pressed': String(k === state.now) }));
  const name = el('input', { value: current().name, size: 10, 'aria-label': say('PLAN_NAME') });
  name.onchange = () => {
    const wanted = name.value.trim();
    const file = fileOf({ name: wanted });
    const taken = state.plans.some((p, k) => k !== state.now && fileOf(p) === file);
    if (!wanted || taken) name.value = current().name;
    else current().name = wanted;
    keepState();
    reopen();
  };
  const start = choice({ 'aria-label': say('PRESET') },
      [['', say('PRESET')], ['none', say('PRESET_NONE')], ['1', say('SIMULATION_1')],
    ['2', say('SIMULATION_2')], ...(info.nemuro ? [['city', say('PRESET_CITY')]] : [])], '');
  start.onchange = () => start.value && setRows(preset(start.value), { kept: true, rebuild: true });
  const two = state.plans.length > 1;
  const other = button(say(two ? 'DROP_PLAN' : 'ADD_PLAN'), () => {
    if (two) state.plans.pop();
    else state.plans.push({ name: say(current().name === say('PLAN_B') ? 'PLAN_A' : 'PLAN_B'),
      rows: current().rows.map((r) => ({ ...r })) });
    state.now = state.plans.length - 1;
    keepState();
    reopen();
  });
  return el('div', { className: 'head', id: 'head' },
    el('div', { className: 'small' }, ...(two ? tabs : []), name, start),
      el('div', { className: 'small' }, other));
}

/* The focus stays where it was: on the control of the same place. */
function buildPlan() {
  const active = document.activeElement, group = active?.closest('.lever, .head, #rows')?.id;
  const places = () => [...$(group).querySelectorAll('input, select, button, [tabindex]')];
  const place = group && places().indexOf(active);
  $('plan-body').replaceChildren(planHead(), tfrLever(), stayLever(), familiesLever(),
      balanceLever());
  drawRows();
  buildYear();
  buildGoal();
  if (group) places()[Math.min(place, places().length - 1)]?.focus({ preventScroll: true });
}

function show() {
  redraw();
  buildPlan();
  keepLink();
}
