/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is kept (undo, the link, files to save), what a goal would take, and the beginning. */

/* ---- undo, and the link ---- */

/* What can be undone: the plans, and what they are plans of. */
const KEPT = ['source', 'names', 'targets', 'options', 'area', 'plans'];
const keptOf = (given) => Object.fromEntries(KEPT.map((name) => [name, given[name]]));

function keepState() {
  const now = JSON.stringify(keptOf(state));
  if (now === lastKept) return;
  if (lastKept) past.push(lastKept);
  lastKept = now;
  coming = [];
  showUndo();
  keepLink();
}

function showUndo() {
  $('undo').disabled = !past.length;
  $('redo').disabled = !coming.length;
}

function step(from, to) {
  if (!from.length) return;
  to.push(lastKept);
  const frame = () => JSON.stringify({ ...keptOf(state), plans: state.plans.map((p) => p.name) });
  const before = frame();
  lastKept = from.pop();
  Object.assign(state, JSON.parse(lastKept));
  state.now = Math.min(state.now, state.plans.length - 1);
  showUndo();
  if (frame() !== before) reopen();
  else show();
}

/* Everything but the data; as long as files of a link are awaited, what it said of them. */
function keepLink() {
  const { lang, now, year, behind, wanted } = state;
  const plans = state.plans.map(({ name, rows, good }) => ({ name, csv: csvOf(rows),
    ...(good !== csvOf(rows) && { good }) }));
  const bytes = new TextEncoder().encode(JSON.stringify({ ...keptOf(state), ...wanted, lang, now,
      year, behind, plans }));
  const text = btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join('')).replaceAll('+',
      '-').replaceAll('/', '_');
  history.replaceState(null, '', `#${text.replace(/=+$/, '')}`);
}

function stateOfLink() {
  try {
    const text = atob(location.hash.slice(1).replaceAll('-', '+').replaceAll('_', '/'));
    const bytes = Uint8Array.from(text, (c) => c.charCodeAt(0));
    const found = JSON.parse(new TextDecoder().decode(bytes));
    const plans = found.plans.slice(0, 2)
      .map(({ name, csv, good }) => ({ name: String(name), rows: rowsOf(csv), good }));
    return plans.length ? { ...found, plans, now: Math.min(found.now, plans.length - 1) } : null;
  } catch {
    return null;
  }
}

/* ---- files to open ---- */

/* By its head, what a file is: a scenario and targets have columns of their own. */
function kindOf(name, bytes) {
  const heads = ['utf-8', 'shift_jis'].flatMap((code) => new TextDecoder(code)
    .decode(bytes.slice(0, 300)).split('\n')[0].trim().replaceAll('"', '').split(','));
  const has = (pattern) => /\.csv$/i.test(name) && heads.some((head) => pattern.test(head));
  return has(/^operation$/) ? 'scenario' : has(/^(measure|指標)$|^目標/) ? 'targets' : 'table';
}

/* The plan that nobody has touched: the city's for Nemuro's reference case, else none. */
function untouched() {
  const text = new TextDecoder().decode(unpacked.fixtures['nemuro_plan.csv']);
  return state.source === 'start' && state.area === NEMURO ? rowsOf(text) : [];
}

/* Other data, with other plans where they were left as they were. */
function change(asked) {
  const before = csvOf(untouched()), same = state.plans.filter((p) => csvOf(p.rows) === before);
  Object.assign(state, asked);
  for (const plan of same) plan.rows = untouched();
  clearFan('');
  return reopen().then(keepState);
}

/* The files that a link was made with and that are not here yet. */
function missing() {
  const { names, targets } = state.wanted;
  return [...names, targets].filter((name) => name && !files[name]);
}

async function take(list) {
  $('unread').textContent = '';
  const found = { table: [], targets: [], scenario: [] }, awaited = state.wanted ? missing() : [];
  for (const file of list) {
    const name = file.name.replace(/[/\\\n]|^-+/g, '_'),
        bytes = new Uint8Array(await file.arrayBuffer()), kind = kindOf(name, bytes);
    found[kind].push([name, bytes]);
  }
  /* A plan that cannot be read keeps the tables that came with it from nothing. */
  const stopped = await takePlans(found.scenario).catch((stop) => stop);
  Object.assign(files, Object.fromEntries([...found.table, ...found.targets]));
  const [tables, targets] = [found.table, found.targets].map((all) => all.map(([name]) => name));
  if ([...tables, ...targets].some((name) => awaited.includes(name)))
    await (missing().length ? sayMissing() : change({ ...state.wanted, wanted: null }));
  else if (tables.length || targets.length || !stopped)
    await change({ ...(tables.length && { source: 'files', names: tables, area: '', wanted: null }),
      ...(targets.length && { targets: targets.at(-1) }) });
  if (stopped) showProblem($('unread'), 'PLAN_NOT_READ', stopped.message);
}

/* Scenarios are plans, under the names of their files: one is the plan that is shown, two are both;
 * there is no room for more. */
async function takePlans(list) {
  const it = list.length && await Instance.start({ ...unpacked, files: Object.fromEntries(list) });
  const plans = list.map(([name]) => ({ name: name.replace(/\.csv$/i, ''),
    rows: rowsOf(it.call('scenario', name)) }));
  if (plans.length > 1) state.plans = plans.slice(0, 2);
  else if (plans.length) state.plans = state.plans.map((p, k) => (k === state.now ? plans[0]
      : p.name === plans[0].name ? { ...p, name: `${p.name} (2)` } : p));
  if (plans.length > 2) tell(say('TWO_PLANS', plans.slice(2).map((p) => p.name).join(', ')));
  state.now = Math.min(state.now, state.plans.length - 1);
}

function sayMissing() {
  $('problem').textContent = say('AGAIN', missing().join(', '));
}

function showAreas() {
  $('areas').replaceChildren(...areas.map(([code, name]) =>
      el('option', { value: `${code} ${name}`.trim() })));
  const found = areas.find(([code]) => code === state.area);
  $('area').value = found ? found.join(' ').trim() : '';
  $('area').disabled = areas.length < 2;
}

/* By code and name as listed, by the code, or by a part of the name. */
function chooseArea() {
  const asked = typed($('area').value).toLowerCase();
  const low = (text) => typed(text).toLowerCase();
  const isNamed = (name) => name.endsWith(asked) && /^(.*[都道府県郡])?$/.test(name.slice(0, -asked.length));
  const ways = [(a) => low(a.join(' ')) === asked, ([code]) => code === asked,
    ([, name]) => isNamed(low(name)), ([, name]) => low(name).includes(asked)];
  const found = ways.map((way) => areas.filter(way)).find((some) => some.length) || [];
  if (asked && found.length > 1) tell(say('WHICH_AREA', asked, found.map((a) => a.join(' ')).join(', ')));
  if (asked && !found.length) tell(say('NOTE_NO_AREA', asked));
  if (found.length !== 1 || found[0][0] === state.area) return showAreas();
  return change({ area: found[0][0] });
}

/* ---- files to save ---- */
function download(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  el('a', { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10000);
}

/* The report is the program's own, made in the worker. */
async function saveReport(name, type) {
  tell(say('WORKING'));
  const words = ['report', ...inputWords(), ...areaWords(), ...planWords(), '--lang', state.lang,
      '-o', name];
  const { result } = await runCommand(words, [name], (done, total) =>
      tell(say('RUNNING', grouped(done), grouped(total))));
  download(name, result.written[name], type);
  tell('');
}

const savers = {
  report: () => saveReport(`${info.name}.html`, 'text/html'),
  book: () => saveReport(`${info.name}.xlsx`,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
  tables: () => download(`${info.name}.csv`, `\uFEFF${session.call('cells')}`, 'text/csv'),
  scenario: () => download(fileOf(current()), csvOf(current().rows), 'text/csv'),
  link: () => Promise.resolve(navigator.clipboard?.writeText(location.href) ?? Promise.reject())
    .then(() => tell(say('LINKED')), () => prompt(say('LINK'), location.href)),
  print: () => print(),
};

function svgOf(id) {
  return new XMLSerializer().serializeToString($(id).querySelector('svg'));
}

function savePng(id) {
  const image = new Image(), svg = $(id).querySelector('svg'), scale = 2;
  image.onload = () => {
    const canvas = el('canvas', { width: scale * svg.getAttribute('width'),
        height: scale * svg.getAttribute('height') });
    canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => download(`${info.name}-${id}.png`, blob, blob.type));
  };
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svgOf(id))}`;
}

/* The buttons in the corner of each picture. */
function buildKeepers() {
  for (const id of ['paths', 'pyramid'])
    $(id).querySelector('.keep').replaceChildren(
      button(say('SVG'), () => download(`${info.name}-${id}.svg`, svgOf(id), 'image/svg+xml')),
      button(say('PNG'), () => savePng(id)));
}

/* ---- what would it take ---- */

const LEVERS = { tfr: [1, 3], suppression: [100, 1], families: [1, 2], women: [100, 1] };

function buildGoal() {
  const form = $('goal'), dates = datesOf();
  fillChoice(form.measure, MEASURES.map((m) => [m, say(m.toUpperCase())]), 'total');
  fillChoice(form.year, dates.slice(1).map((y) => [y, y]), info.last);
  fillChoice(form.from, dates.slice(0, -1).map((y) => [y, y]), planStart());
}

async function solveGoal(event) {
  event.preventDefault();
  const form = $('goal'), body = $('takes').querySelector('.body');
  const words = ['reach', ...inputWords().filter((w) => w !== '--targets' && w !== state.targets),
      ...areaWords(),
    '--scenario', fileOf(current()), '--measure', form.measure.value, '--year', form.year.value,
    '--goal', typed(form.goal.value), '--from', form.from.value];
  const asked = fanKey();
  body.textContent = say('WORKING');
  try {
    const { result } = await runCommand([...words, '--csv']);
    if (asked !== fanKey()) return;
    const [heads, ...lines] = result.text.split('\n').map((line) => line.split(','));
    const found = lines.map((cells) => Object.fromEntries(heads.map((h, i) => [h, cells[i]])));
    const shown = (r, value) => digits(Number(value) * LEVERS[r.lever][0], LEVERS[r.lever][1]);
    const made = table(say('TAKES'), [say('LEVER'), say('NEEDED'), say('GIVES'),
        say('MOVES_A_YEAR')], found.map((r) =>
      [say(`LEVER_${r.lever.toUpperCase()}`), r.reached === '1' ? shown(r, r.value)
          : say('NOT_REACHED', shown(r, r.value)), grouped(Math.round(Number(r.verified))),
            grouped(Math.round(Number(r.net_migration_a_year)), true)]));
    const uses = found.filter((r) => r.reached === '1').map((r) =>
        button(say('USE_OF', say(`LEVER_${r.lever.toUpperCase()}`)),
      () => useAnswer(words, r.lever)));
    body.replaceChildren(made, el('div', { className: 'small' }, ...uses));
  } catch (stop) {
    showProblem(body, 'NOT_RUN', stop.message);
  }
}

async function useAnswer(words, lever) {
  const { result } = await runCommand([...words, '--lever', lever, '--write-scenario', '-']);
  setRows([...current().rows, ...rowsOf(`${result.text}\n`)], { kept: true, rebuild: true });
}

/* ---- the page ---- */

function sayAll() {
  document.documentElement.lang = state.lang;
  for (const place of document.querySelectorAll('[data-say]'))
    place.textContent = say(place.dataset.say);
  $('language').lang = state.lang === 'ja' ? 'en' : 'ja';
  $('about').textContent = say('COPYRIGHT', $('version').content.split(' ')[1]);
  $('rows-table').setAttribute('aria-label', say('ROWS'));
  buildKeepers();
}

function buildYear() {
  Object.assign($('year'), { min: info.first, max: info.last, step: info.width });
  showChosenYear();
  const behind = ['baseline', 'first', ...(state.plans.length > 1 ? ['other'] : [])];
  fillChoice($('behind'), behind.map((v) => [v, say(`BEHIND_${v.toUpperCase()}`)]), state.behind);
}

function showChosenYear() {
  $('year').value = state.year;
  $('year-shown').textContent = state.year;
}

function setYear(year) {
  state.year = year;
  showChosenYear();
  drawPyramid();
}

function play() {
  const stop = () => {
    clearInterval(play.timer);
    play.timer = null;
    $('play').textContent = say('PLAY');
  };
  if (play.timer) return stop();
  $('play').textContent = say('STOP');
  if (state.year >= info.last) setYear(info.first);
  play.timer = setInterval(() => (state.year < info.last ? setYear(state.year + info.width)
      : stop()), 700);
  return undefined;
}

async function setLanguage(lang) {
  state.lang = lang;
  sayAll();
  await reopen();
}

/* Sections of which the page has only the title. */
function buildSections() {
  for (const part of document.querySelectorAll('[data-title]'))
    part.append(el('summary', {}, el('h2', { 'data-say': part.dataset.title })),
      el('div', { className: 'body' }));
}

function connect() {
  $('undo').onclick = () => step(past, coming);
  $('redo').onclick = () => step(coming, past);
  $('language').onclick = () => setLanguage(state.lang === 'ja' ? 'en' : 'ja');
  $('file').onchange = () => {
    const list = [...$('file').files];
    $('file').value = ''; // so that a file that was changed can be chosen again
    take(list);
  };
  $('start').onclick = () => change(START);
  $('area').onchange = chooseArea;
  $('row-add').onclick = addRow;
  $('options').onchange = () => change({ options: $('options').value.trim() });
  $('area').onfocus = () => $('area').select();
  $('year').oninput = () => setYear(Number($('year').value));
  $('year').onchange = keepLink;
  $('play').onclick = play;
  $('behind').onchange = () => {
    state.behind = $('behind').value;
    drawPyramid();
    keepLink();
  };
  $('goal').onsubmit = solveGoal;
  for (const skip of document.querySelectorAll('.skip'))
    skip.onclick = () => $(skip.dataset.to).focus();
  for (const part of document.querySelectorAll('#results > details'))
    part.ontoggle = () => part.open && session && (part.id === 'rows' ? drawRows() : drawRest());
  for (const b of document.querySelectorAll('[data-save]'))
    b.onclick = () => {
      $('save').open = false;
      Promise.resolve(savers[b.dataset.save]()).catch((stop) =>
        tell(`${say('NOT_RUN')} ${stop.message}`));
    };
  document.addEventListener('keydown', (e) => {
    if (!(e.ctrlKey || e.metaKey) || /INPUT|SELECT|TEXTAREA/.test(e.target.tagName)
        && e.target.type !== 'range') return;
    if (e.key === 'z' && !e.shiftKey) step(past, coming);
    else if (e.key === 'y' || (e.key === 'Z' && e.shiftKey)) step(coming, past);
    else return;
    e.preventDefault();
  });
  for (const kind of ['dragover', 'dragleave', 'drop'])
    document.addEventListener(kind, (e) => {
      e.preventDefault();
      document.body.classList.toggle('dropping', kind === 'dragover');
      if (kind === 'drop') take([...e.dataTransfer.files]);
    });
  addEventListener('beforeprint', () => {
    const closed = document.querySelectorAll('[data-title]:not([open])');
    for (const part of closed) part.open = true;
    if (session) drawRest();
    window.onafterprint = () => closed.forEach((part) => { part.open = false; });
  });
  addEventListener('hashchange', () => location.reload());
  addEventListener('resize', () => {
    clearTimeout(connect.timer);
    connect.timer = setTimeout(() => {
      measure();
      redraw();
    }, 150);
  });
}

async function unpack(id) {
  const text = atob($(id).textContent.trim()), bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/* The tables, packed one behind the other: of each a line NAME BYTES, then itself. */
function tablesOf(bytes) {
  const found = {};
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(10, at), [name, size] = new TextDecoder().decode(bytes.slice(at,
        end)).split(' ');
    found[name] = bytes.slice(end + 1, end + 1 + Number(size));
    at = end + 1 + Number(size);
  }
  return found;
}

/* What is shown without files. */
const START = { source: 'start', names: [], targets: null, options: '', area: NEMURO,
  wanted: null };

async function begin() {
  const link = stateOfLink();
  state = { ...START, lang: navigator.language.startsWith('ja') ? 'ja' : 'en', plans: [], now: 0,
    year: null, behind: 'baseline', ...link };
  buildSections();
  sayAll();
  tell(say('LOADING'));
  try {
    const [wasm, tables] = await Promise.all([unpack('wasm'), unpack('fixtures')]);
    unpacked.module = await WebAssembly.compile(wasm);
    unpacked.fixtures = tablesOf(tables);
  } catch {
    tell('');
    $('problem').textContent = say('BROWSER');
    return;
  }
  const { source, names, targets, options, area } = state;
  if (source === 'files' || targets)
    Object.assign(state, START, { wanted: { source, names, targets, options, area } });
  if (!state.plans.length) state.plans = [{ name: say('PLAN_A'), rows: untouched() }];
  connect();
  listen();
  await reopen();
  if (state.wanted) sayMissing();
  keepState();
  tell('');
  document.body.dataset.ready = Math.round(performance.now());
}

begin().catch((error) => {
  $('problem').textContent = error.message;
  throw error;
});
