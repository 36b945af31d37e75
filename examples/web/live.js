/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The page: what is asked for (state), the instance that answers (session), and what is drawn. */

const NEMURO = '01223', AROUND = '/fixtures/ipss2018.csv', TRAJECTORIES = [1000, 10000],
    NOTHING = 'operation,value\n';
const MEASURES = ['total', 'age_0_14', 'age_15_64', 'age_65_plus', 'women_20_39'];
const $ = (id) => document.getElementById(id);
const unpacked = {}; /* the compiled program and its tables */
let state, session, info, areas = [], files = {}, unitRows = {}, figures = [];
let past = [], coming = [], lastKept = '';

/* ---- words and elements ---- */

const words = new Map($('words').textContent.trim().split('\n')
  .map((line) => line.split('\t')).map(([key, ...texts]) => [key, texts]));

/* A text of the catalogue, with what is filled in. */
function say(key, ...parts) {
  const texts = words.get(`LIVE_${key}`) || words.get(key);
  if (!texts) throw new Error(`no word ${key}`);
  return texts[state.lang === 'ja' ? 1 : 0].replace(/\{(\d)\}/g, (all, n) => parts[n - 1] ?? all);
}

/* What the program says, in the page's language by the catalogue's patterns (NOTE_...); null unless
 * all that would be shown is known. What they fill in is said likewise, or is a list of values. */
const patterns = [...words].filter(([key]) => key.startsWith('LIVE_NOTE_')).map(([key, [text]]) =>
  [new RegExp(`^${text.replace(/[()|?*+.^$[\]\\]/g, '\\$&').replace(/\{\d\}/g, '(.*?)')}$`), key]);
const VALUES = /^("[^"]*"|[^\s",;:()]+)((, |; | and )("[^"]*"|[^\s",;:()]+))*$/;
const filledIn = (part) => inWords(part) ?? (VALUES.test(part) || part in files
  || state.plans.some((plan) => fileOf(plan) === part) ? part : null);
function inWords(message) {
  const name = OPERATIONS[message] ?? (COLUMNS.includes(message) && message.toUpperCase());
  if (name) return say(name);
  for (const [pattern, key] of patterns) {
    const found = pattern.exec(message), said = found && say(key, ...found.slice(1).map(filledIn));
    if (found && !/\{\d\}/.test(said)) return said;
  }
  const [, place, rest] = /^(.*?): (.*)$/.exec(message) ?? [], said = place && inWords(rest);
  if (said && filledIn(place)) return filledIn(place) + say('COLON') + said;
  const parts = message.split(/; /.test(message) ? /(; )/ : /(, | and )/).map((part, i, all) =>
    (i % 2 ? (part === '; ' ? '；' : '・') : all.length > 1 && inWords(part)));
  return parts.every(Boolean) ? parts.join('') : null;
}

function el(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (name in made && name !== 'list') made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((c) => c !== null));
  return made;
}

/* A choice of values and texts, filled anew or made. */
function fillChoice(select, list, value) {
  select.replaceChildren(...list.map(([v, text]) =>
    el('option', { value: v, selected: String(v) === String(value) }, text)));
  return select;
}

function choice(properties, list, value) {
  return fillChoice(el('select', properties), list, value);
}

function tell(text) {
  $('status').textContent = text;
  clearTimeout(tell.timer);
  if (text) tell.timer = setTimeout(() => tell(''), 5000);
}

/* A whole number as the report writes it; a change has its sign. */
function grouped(value, sign) {
  if (value === null) return '–';
  const [whole, part] = String(Math.abs(value)).split('.');
  const text = whole.replace(/\B(?=(\d{3})+$)/g, ',') + (part ? `.${part}` : '');
  return value < 0 ? (sign ? say('MINUS') : '-') + text : (sign ? '+' : '') + text;
}

/* ---- the instance ---- */

/* The file of a plan, which is none of those that were opened. */
function fileOf(plan) {
  let name = `${plan.name.replace(/[/\n\\]|^-+/g, '_') || '_'}.csv`;
  while (files[name]) name = `_${name}`;
  return name;
}

/* What the program would be given on a command line. A file that an option names is no input. */
function inputWords() {
  const options = (state.options.match(/"[^"]*"|\S+/g) || []).map((w) => w.replaceAll('"', ''));
  const own = state.names.filter((name) => !options.includes(name));
  return [...(state.source === 'files' ? own : state.area === NEMURO ? [] : [AROUND]),
    ...(state.targets ? ['--targets', state.targets] : []), ...options];
}

function planWords() {
  return state.plans.flatMap((plan) => ['--scenario', fileOf(plan)]);
}

function areaWords() {
  return inputWords().some((w) => !w.startsWith('--')) && state.area
      && state.source + state.area !== `start${NEMURO}` ? ['--area', state.area] : [];
}

/* The files of a task, the plans as they are now among them. */
function allFiles() {
  const plans = state.plans.map((p) => [fileOf(p), new TextEncoder().encode(csvOf(p.rows))]);
  return { ...files, ...Object.fromEntries(plans) };
}

/* What the program says, in the page's language where it has the words, below a sentence. */
function showProblem(place, key, message, ...parts) {
  const original = el('pre', { className: 'wrong', lang: 'en' }, message);
  const lines = message.split('\n'), known = state.lang !== 'en' && lines.some(inWords);
  place.replaceChildren(el('p', {}, say(key, ...parts)),
    known ? el('p', {}, lines.map((line) => inWords(line) ?? line).join('\n')) : '',
    state.lang === 'en' ? original
      : el('details', { open: !known }, el('summary', {}, say('ORIGINAL')), original));
}

/* Of a workbook that may be of a plan or targets, which are taken for a table. */
const BOOK =
    /\.(xls[xm]?|ods)\b.*("(age|year)_from" and "|begin with "operation"|columns are measure, )/i;
function showMessages(messages, problem) {
  const notes = messages.filter((m) => m.kind === 'note' || m.kind === 'left out');
  $('problem').textContent = '';
  if (problem) showProblem($('problem'), BOOK.test(problem) ? 'PLAN_BOOK' : 'NOT_READ', problem);
  $('notes').hidden = notes.length === 0 && !problem && !state.options;
  $('notes').open = Boolean(problem) || $('notes').open;
  $('options').value = state.options;
  $('notes').querySelector('ul').replaceChildren(...notes.map(({ text }) => {
    const said = state.lang === 'en' ? null : inWords(text);
    return el('li', { lang: said ? state.lang : 'en', title: said ? text : '' }, said ?? text);
  }));
}

/* Read the files anew and project the area; where that cannot be done, no figures are shown. Plans
 * are given afterwards, so that one that cannot be applied does not keep the page from opening. */
async function open() {
  const nothing = new TextEncoder().encode(NOTHING);
  const given = { ...files, ...Object.fromEntries(state.plans.map((p) => [fileOf(p), nothing])) };
  const it = await Instance.start({ ...unpacked, files: given });
  try {
    const found = it.json('read', ['report', ...inputWords(), ...planWords(), '--lang',
        state.lang].join('\n'));
    areas = state.source === 'files' ? found : aroundNemuro();
    showAreas();
    if (!areas.some(([code]) => code === state.area)) state.area = areas[0][0];
    info = it.json('open', found.length ? state.area : '');
  } catch (stop) {
    if (!(stop instanceof Stop)) throw stop;
    document.body.classList.add('closed');
    $('title').textContent = say('TITLE');
    showMessages(stop.messages, stop.message);
    showAreas();
    return false;
  }
  document.body.classList.remove('closed');
  session = it;
  for (const id of SECTIONS) $(id).hidden = !it.call('has', id);
  unitRows = {};
  showMessages(it.messages);
  const years = datesOf();
  if (!years.includes(state.year)) state.year = info.last;
  $('title').textContent = `${info.name} ${info.first}–${info.last}`;
  document.title = `${info.name} – ${say('TITLE')}`;
  showAreas();
  return true;
}

function aroundNemuro() {
  return new TextDecoder().decode(unpacked.fixtures['areas.csv']).trim().split('\n').slice(2)
    .map((line) => line.split(',')).map(([code, ja, en]) => [code, state.lang === 'ja' ? ja : en]);
}

function datesOf() {
  return Array.from({ length: info.steps + 1 }, (_, i) => info.first + i * info.width);
}

async function reopen() {
  if (await open()) {
    measure();
    show();
  } else keepLink();
  state.opened = (state.opened || 0) + 1;
}

/* ---- tasks of the worker: one at a time, the last one asked for of a kind ---- */

const jobs = { worker: null, running: null, waiting: [] };

function startWorker() {
  const texts = ['glue', 'engine', 'worker'].map((id) => $(id).textContent);
  const url = URL.createObjectURL(new Blob(texts, { type: 'text/javascript' }));
  jobs.worker = new Worker(url);
  jobs.worker.onmessage = ({ data }) => {
    const job = jobs.running;
    if (data.progress) job.progress?.(...data.progress);
    if (data.progress) return;
    jobs.running = null;
    if (data.error === undefined) job.resolve(data);
    else job.reject(new Stop(1, data.messages.length ? data.messages
        : [{ kind: 'error', text: data.error }]));
    nextJob();
  };
}

function nextJob() {
  if (jobs.running || !jobs.waiting.length) return;
  jobs.running = jobs.waiting.shift();
  jobs.worker.postMessage({ ...unpacked, files: allFiles(), ...jobs.running.ask() });
}

function work(kind, ask, progress) {
  jobs.waiting = jobs.waiting.filter((job) => job.kind !== kind || kind === 'run');
  return new Promise((resolve, reject) => {
    jobs.waiting.push({ kind, ask, progress, resolve, reject });
    if (!jobs.worker) startWorker();
    nextJob();
  });
}

function runCommand(words, outputs, progress) {
  return work('run', () => ({ task: 'run', words, outputs }), progress);
}

/* ---- drawing ---- */

function current() {
  return state.plans[state.now];
}

/* The size of a picture that fits its place; asked once, not between writing and layout. */
const sizes = { paths: [], pyramid: [] };
function measure() {
  for (const id of Object.keys(sizes)) {
    const width = Math.round(Math.max(290, Math.min(900, $(id).clientWidth || 700)));
    sizes[id] = [width, id === 'paths' && width < 480 ? 520 : 440];
  }
}

/* Give a place the contents of another. What is the same stays, with its style and layout. */
function renew(place, other) {
  const old = [...place.childNodes], fresh = [...other.childNodes];
  if (old.length !== fresh.length) place.replaceChildren(...fresh);
  else old.forEach((node, i) => {
    if (node.isEqualNode(fresh[i])) return;
    if (node.hasChildNodes() && node.cloneNode().isEqualNode(fresh[i].cloneNode()))
      renew(node, fresh[i]);
    else node.replaceWith(fresh[i]);
  });
}

function drawPicture(id, svg) {
  const figure = $(id);
  renew(figure.firstChild, el('div', { innerHTML: svg }));
  figure.setAttribute('aria-label', say('OF_PICTURE', say(id === 'paths' ? 'PATHS' : 'PYRAMIDS')));
}

/* The outline of a pyramid, and whether it can be had. */
function behindNow() {
  const k = state.now + 1;
  return state.behind === 'first' ? [0, info.first]
    : state.behind === 'other' && state.plans.length > 1 ? [3 - k, state.year] : [0, state.year];
}

function drawPyramid() {
  drawPicture('pyramid', session.call('picture', 'pyramid', ...sizes.pyramid, state.now + 1,
      state.year, ...behindNow()));
  showAge();
}

/* The paths, with the intervals around the plan's as soon as they have been worked out. */
function drawPaths() {
  drawPicture('paths', askFan.fresh ? askFan.picture
      : session.call('picture', 'paths', ...sizes.paths, 0, 0, 0, 0));
  showYear();
}

/* Give the plan to the session: what is wrong with it, and in which row (rowInError, a plan each).
 * Its figures are then those of its rows of before, which a new session does not have yet, or the
 * baseline's. What may surprise goes to hints. */
const rowInError = [], hints = [];
function givePlan(plan, k) {
  const give = (csv) => session.call('plan', k, csv, fileOf(plan)), place = el('div');
  const csv = csvOf(plan.rows), [problem, ...said] = give(csv).split('\n'),
      idle = problem.match(/(?<=^\[|\]\[)\d+(?=\])/g);
  rowInError[k] = null;
  if (!problem || idle) {
    plan.good = csv;
    place.textContent = idle ? say('IDLE', plan.name, idle.join(say('COMMA'))) : '';
    hints.push(...said.map((hint) => el('p', {}, `${plan.name}${say('COLON')}${hint}`)));
    return place;
  }
  const isBaseline = !plan.good || /^[^[\n]/.test(give(plan.good));
  if (isBaseline) give(NOTHING);
  const inRow = problem.replace(/^.*?, line (\d+)(: operation \d+)?(?:[,:] (\w+)(?=: ))?(: value)?/,
    (all, line, number, word) => {
      rowInError[k] = line - 2;
      return `row ${line - 1}${word && !OPERATIONS[word] ? `, ${word}` : ''}`;
    });
  showProblem(place, isBaseline ? 'WRONG_BASELINE' : 'WRONG', inRow, plan.name);
  return place;
}

/* Everything that follows the slider at once; the rest as soon as there is time. */
function redraw() {
  $('takes').querySelector('.body').replaceChildren();
  hints.length = 0;
  renew($('wrong'), el('div', {}, ...state.plans.map(givePlan))); /* read aloud if it is new */
  renew($('hints'), el('div', {}, ...hints));
  figures = session.json('figures');
  askFan.fresh = askFan.key === fanKey();
  $('sure').classList.toggle('before', !askFan.fresh);
  drawPaths();
  drawPyramid();
  fill('comparison', session.call('section', 'comparison'));
  clearTimeout(redraw.timer);
  redraw.waiting = true;
  redraw.timer = setTimeout(drawRest, 160);
}

/* Columns for which there is no room on a telephone are asked for by a button, as in the report. */
function fill(id, html) {
  const part = $(id), body = el('div', { innerHTML: html });
  part.hidden = !html;
  for (const place of body.querySelectorAll('.table:has(.minor) caption'))
    place.append(button(say('ALL_COLUMNS'), () => part.classList.toggle('every'),
      { className: 'all' }));
  renew(part.querySelector('.body'), body);
}

/* A section of the report, or why there is none. */
function fillSection(id) {
  try {
    fill(id, session.call('section', id));
  } catch (stop) {
    showProblem($(id).querySelector('.body'), 'NOT_RUN', stop.message);
  }
}

/* The targets' chances of before stay, pale, while those of the plan as it is are worked out: the
 * columns that the table of before has and the one of now has not. */
function drawTargets() {
  const { targets, fresh } = askFan;
  if (fresh) fill('targets', targets && targets + sampleRemark());
  else fillSection('targets');
  const old = new DOMParser().parseFromString(targets || '', 'text/html').querySelectorAll('tr');
  const lines = document.querySelectorAll('#targets .body tr');
  if (fresh || !lines.length || lines.length !== old.length) return;
  const heads = [...lines[0].cells].map((cell) => cell.textContent), more = [];
  [...old[0].cells].forEach((cell, i) => {
    if (cell.textContent !== heads[i - more.length]) more.push(i);
  });
  if (heads.length + more.length !== old[0].cells.length) return;
  lines.forEach((line, r) => more.forEach((i) => {
    const cell = old[r].cells[i].cloneNode(true);
    cell.classList.add('before');
    line.insertBefore(cell, line.cells[i] ?? null);
  }));
}

/* What is open of the rest. */
const SECTIONS = ['summary', 'goals', 'events', 'school', 'elsewhere', 'why', 'influence', 'track',
    'inferred'];
function drawRest() {
  redraw.waiting = false;
  for (const id of SECTIONS) if ($(id).open && !$(id).hidden) fillSection(id);
  drawTargets();
  if ($('groups').open) drawGroups();
  askFan();
}

/* A table as the report's: heads, then rows of a name and cells. */
function table(caption, heads, rows) {
  const cells = (tag, list, scope) => list.map((text, i) =>
    (i && tag === 'td' ? el('td', {}, String(text)) : el('th', { scope }, String(text))));
  return el('div', { className: 'table', tabindex: 0, role: 'region', 'aria-label': caption },
    el('table', {}, el('caption', {}, caption),
      el('thead', {}, el('tr', {}, ...cells('th', heads, 'col'))),
      el('tbody', {}, ...rows.map((r) => el('tr', {}, ...cells('td', r, 'row'))))));
}

function drawGroups() {
  const years = datesOf();
  $('groups').querySelector('.body').replaceChildren(...figures.map((path) => table(path.name,
    [say('YEAR'), ...MEASURES.map((m) => say(m.toUpperCase()))],
    path.figures.map((row, i) => [years[i], ...row.map((v) => grouped(v))]))));
}

/* ---- how sure: random trajectories, in the worker ---- */

function showProgress(done, total) {
  $('progress').hidden = done >= total;
  $('progress').value = total ? done / total : 0;
  $('progress').setAttribute('aria-label', say('RUNNING', grouped(done), grouped(total)));
}

function sampleRemark() {
  return `<p class="remark">${say('SAMPLE', ...TRAJECTORIES.map((n) => grouped(n)))}</p>`;
}

/* What the trajectories are of. */
function fanKey() {
  const { area, lang, plans, now } = state, rows = plans.map((p) => [p.name, p.rows]);
  return JSON.stringify([inputWords(), area, lang, rows, now, sizes.paths]);
}

/* Nothing of another area or plan is left while a fan is awaited, or when there is none. */
function clearFan(reason) {
  const body = $('sure').querySelector('.body');
  body.textContent = '';
  if (reason) showProblem(body, 'NOT_RUN', reason);
  Object.assign(askFan, { targets: '', key: '', fresh: false });
}

async function askFan() {
  if (info.convention !== 'ipss') {
    $('sure').hidden = true;
    return;
  }
  $('sure').hidden = false;
  const asked = fanKey();
  if (asked === askFan.asked) return;
  askFan.asked = asked;
  try {
    const { result, took } = await work('fan', () =>
        ({ task: 'fan', size: sizes.paths, path: state.now + 1,
      area: areaWords().length ? state.area : '',
      words: ['report', ...inputWords(), ...planWords(), '--lang', state.lang, '--trajectories',
        String(TRAJECTORIES[0])] }), showProgress);
    if (asked !== askFan.asked) return;
    $('sure').querySelector('.body').innerHTML = result.sure + sampleRemark();
    $('sure').querySelectorAll('.body figure').forEach((f) => f.remove());
    Object.assign(askFan, { ...result, key: asked, fresh: true, took });
    $('sure').classList.remove('before');
    drawPaths();
    drawTargets();
  } catch (stop) {
    if (asked !== askFan.asked) return;
    clearFan(stop.message);
  }
  showProgress(1, 1);
}
