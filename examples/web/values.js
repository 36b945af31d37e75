/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Values of pictures, under a pointer, a finger or the arrow keys. */

/* Where years stand in each panel of a picture of lines, by the labels of its axis. */
function panelsOf(svg) {
  const panels = [];
  for (const label of svg.querySelectorAll('text[text-anchor=middle]')) {
    if (!/^\d{4}$/.test(label.textContent)) continue;
    const tick = { x: Number(label.getAttribute('x')), y: Number(label.getAttribute('y')),
      year: Number(label.textContent) };
    const end = panels.at(-1)?.at(-1);
    if (end?.x < tick.x && end.y === tick.y && end.year < tick.year) panels.at(-1).push(tick);
    else panels.push([tick]);
  }
  return panels.filter((p) => p.length > 1);
}

function xOf(panel, year) {
  const a = panel[0], b = panel[panel.length - 1];
  return a.x + ((year - a.year) * (b.x - a.x)) / (b.year - a.year);
}

/* A line through a picture at the year that is shown, from the axis up to the last grid line. */
function drawCursor(figure, year) {
  const svg = figure.querySelector('svg'), panels = state.shown ? panelsOf(svg) : [];
  const height = Number(svg.getAttribute('height')), width = Number(svg.getAttribute('width'));
  figure.querySelectorAll('.cursor').forEach((c) => c.remove());
  for (const [first, ...ticks] of panels) {
    const above = Math.max(0, ...panels.map((p) => p[0].y).filter((y) => y < first.y - 5));
    const grid = [...svg.querySelectorAll('line')]
      .filter((l) => l.getAttribute('y1') === l.getAttribute('y2')
        && Math.abs(l.getAttribute('x1') - first.x) < 1)
      .map((l) => Number(l.getAttribute('y1'))).filter((y) => y > above && y < first.y);
    const line = el('div', { className: 'cursor' });
    line.style.left = `${(100 * xOf([first, ...ticks], year)) / width}%`;
    line.style.top = `${(100 * Math.min(...grid)) / height}%`;
    line.style.height = `${(100 * (Math.max(...grid) - Math.min(...grid))) / height}%`;
    figure.append(line);
  }
}

/* The values of every path at a date. */
function valuesAt(date) {
  return [el('b', {}, say('YEAR_IN_WORDS', datesOf()[date])), ...figures.map((path) => {
    const [total, , , , women] = path.figures[date];
    return el('span', {}, `${path.name}: ${grouped(total)}`
      + (women === null ? '' : say('IN_BRACKETS', `${say('WOMEN_20_39')} ${grouped(women)}`)));
  })];
}

function shownDate() {
  const date = datesOf().indexOf(state.shown ?? info.last);
  return date < 0 ? info.steps : date;
}

function showYear() {
  drawCursor($('paths'), datesOf()[shownDate()]);
  $('paths-values').replaceChildren(...valuesAt(shownDate()), ...intervalsAt(shownDate()));
  $('brief').replaceChildren(...valuesAt(info.steps));
}

function setShown(year) {
  if (state.shown === year) return;
  state.shown = year;
  showYear();
}

/* The intervals around the plan's path at a date, where they have been worked out. */
function intervalsAt(date) {
  if (!askFan.fresh || !askFan.quantiles[date]) return [];
  const [low95, low80, , high80, high95] = askFan.quantiles[date].map((v) => grouped(v));
  return [['BAND_80', low80, high80], ['BAND_95', low95, high95]].map(([key, low, high]) =>
    el('span', {}, `${current().name}${say('COMMA')}${say(key)}: ${say('RANGE', low, high)}`));
}

/* The nearest date to a pointer. */
function pointYear(event) {
  const svg = event.currentTarget.querySelector('svg');
  if (!svg) return;
  const box = svg.getBoundingClientRect(), scale = Number(svg.getAttribute('width')) / box.width;
  const x = (event.clientX - box.left) * scale, y = (event.clientY - box.top) * scale;
  const panels = panelsOf(svg);
  const panel = panels.find((p) => x <= p[p.length - 1].x + 12 && y <= p[0].y + 8)
      || panels[panels.length - 1];
  if (!panel) return;
  const away = (year) => Math.abs(xOf(panel, year) - x);
  setShown(datesOf().reduce((a, b) => (away(b) < away(a) ? b : a)));
}

/* The bars of an age, of both sexes. */
function barsOf(svg) {
  const bars = [...svg.querySelectorAll('g rect')].filter((r) => r.querySelector('title'));
  const half = bars.length / 2;
  return bars.slice(0, half).map((men, i) => [men, bars[i + half]]);
}

function showAge() {
  const svg = $('pyramid').querySelector('svg'), bars = barsOf(svg), i = state.age;
  $('pyramid').querySelectorAll('.hover-row').forEach((r) => r.remove());
  $('pyramid-values').textContent = say('AT_AGES');
  if (i === undefined || !bars[i]) return;
  const [path, year] = behindNow(), [men, women] = session.json('ages', path, year)[i];
  const [, , , height] = svg.getAttribute('viewBox').split(' ').map(Number);
  const strip = el('div', { className: 'hover-row' });
  strip.style.top = `${(100 * bars[i][0].getAttribute('y')) / height}%`;
  strip.style.height = `${(100 * bars[i][0].getAttribute('height')) / height}%`;
  $('pyramid').append(strip);
  const name = `${say('YEAR_IN_WORDS', year)}${say('IN_BRACKETS', figures[path].name)}`;
  $('pyramid-values').replaceChildren(el('b', {}, say('YEAR_IN_WORDS', state.year)),
    ...bars[i].map((bar) => el('span', {}, bar.querySelector('title').textContent)),
    el('span', {}, `${name}: ${say('MEN')} ${grouped(men)}, ${say('WOMEN')} ${grouped(women)}`));
}

function pointAge(event) {
  const svg = $('pyramid').querySelector('svg'), box = svg.getBoundingClientRect();
  const y = ((event.clientY - box.top) * Number(svg.getAttribute('width'))) / box.width;
  const i = barsOf(svg).findIndex(([men]) => y >= Number(men.getAttribute('y')) - 0.6
    && y <= Number(men.getAttribute('y')) + Number(men.getAttribute('height')) + 0.6);
  if (i < 0 || i === state.age) return;
  state.age = i;
  showAge();
}

function listen() {
  for (const [id, point] of [['paths', pointYear], ['pyramid', pointAge]])
    for (const kind of ['pointermove', 'pointerdown'])
      $(id).addEventListener(kind, (e) => session && point(e));
  $('paths').addEventListener('keydown', (e) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[e.key];
    if (!step || e.target !== $('paths')) return;
    e.preventDefault();
    setShown(datesOf()[Math.min(info.steps, Math.max(0, shownDate() + step))]);
  });
  $('pyramid').addEventListener('keydown', (e) => {
    const step = { ArrowUp: 1, ArrowDown: -1 }[e.key];
    if (!step || e.target !== $('pyramid')) return;
    e.preventDefault();
    state.age = Math.min(info.oldest / info.width, Math.max(0, (state.age ?? -1) + step));
    showAge();
  });
}
