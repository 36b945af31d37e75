// SPDX-License-Identifier: GPL-3.0-or-later
// What live.mjs gives to the page: plans of towns, and workbooks of one sheet, rows of texts; and what it asks of it.
import { deflateRawSync } from 'node:zlib';

export const head = 'operation,sex,age_from,age_to,year_from,year_to,value_from,value,note\n';
export const plans = [
  '',
  'tfr,,,,2030,,,1.8,\n',
  'tfr,,,,2030,,,2.1,\nzero_migration,,,,,,,0,\n',
  'tfr,,,,2025,2040,1.45,1.87,\ntfr,,,,2040,,,1.87,\n',
  'suppress_out_migration,both,0,59,2025,,,0.3,\n',
  'suppress_out_migration,female,20,39,2025,2045,,0.55,\nsuppress_out_migration,male,20,39,2025,2035,0.1,0.4,\n',
  'add_migrants,both,25,34,2025,2040,,20,20 persons a year\nadd_migrants,both,0,4,2025,2040,,4,\n',
  'scale_net_migration,both,0,,2025,,,0.5,\n',
  'scale_net_migration,female,20,39,2025,2060,1,0.25,\n',
  'tfr,,,,2030,,,1.61,\nsuppress_out_migration,both,0,59,2025,,,0.217,\nadd_migrants,female,20,29,2030,,,7.3,\n',
].map((rows) => head + rows);
export const towns = ['01223', '01691', '01692', '01693', '01694'];

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function zip(parts) {
  const local = [], central = [];
  let at = 0;
  for (const [name, text] of Object.entries(parts)) {
    const bytes = Buffer.from(text), packed = deflateRawSync(bytes), head = Buffer.alloc(30),
        entry = Buffer.alloc(46);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc32(bytes), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(bytes.length, 22);
    head.writeUInt16LE(name.length, 26);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(at, 42);
    local.push(head, Buffer.from(name), packed);
    central.push(entry, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const list = Buffer.concat(central), end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(parts).length, 8);
  end.writeUInt16LE(Object.keys(parts).length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, list, end]);
}

const xml = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

export function xlsx(rows) {
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const relation = (id, type, target) =>
      `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/></Relationships>`;
  return zip({
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': relation('rId1', 'officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="人口" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relation('rId1', 'worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${rows.map((cells) =>
      `<row>${cells.map((c) => `<c t="inlineStr"><is><t>${xml(c)}</t></is></c>`).join('')}</row>`).join('')}</sheetData></worksheet>`,
  });
}

export function ods(rows) {
  const name = (n) => `xmlns:${n}="urn:oasis:names:tc:opendocument:xmlns:${n}:1.0"`;
  return zip({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<office:document-content ${name('office')} ${name('table')} ${name('text')}><office:body><office:spreadsheet>
<table:table table:name="人口">${rows.map((cells) => `<table:table-row>${cells.map((c) =>
    `<table:table-cell office:value-type="string"><text:p>${xml(c)}</text:p></table:table-cell>`).join('')}</table:table-row>`).join('')}
</table:table></office:spreadsheet></office:body></office:document-content>`,
  });
}

export const settled = (tab) => tab.waitForFunction(() => !jobs.running && !jobs.waiting.length
    && !redraw.waiting, null, { timeout: 120000 });
// The texts of tables; without their marks (i, p, ...).
export const texts = (tab, selector, plain) => tab.$$eval(selector, (all, unmarked) => all.map((table) =>
  [...table.rows].map((r) => [...r.cells].map((cell) => {
    const copy = cell.cloneNode(true);
    if (unmarked) copy.querySelectorAll('sup').forEach((mark) => mark.remove());
    return copy.textContent;
  }).join('|')).join('\n')).join('\n\n'), plain);

// What a button of the menu saves.
export async function save(tab, name) {
  await tab.evaluate(() => {
    window.saved = null;
    window.download = async (file,
        content) => { window.saved = [...new Uint8Array(await new Blob([content]).arrayBuffer())]; };
  });
  await tab.click('#save summary');
  await tab.click(`[data-save=${name}]`);
  await tab.waitForFunction(() => window.saved, null, { timeout: 120000 });
  return Buffer.from(await tab.evaluate(() => window.saved));
}

// From a slider's event to the end of layout: median and 95th percentile of 100.
export async function slide(tab) {
  const times = await tab.evaluate(async () => {
    const range = document.querySelector('#stay input[type=range]'), all = [];
    for (let i = 0; i < 120; i++) {
      range.value = 10 + (i % 60);
      const began = performance.now();
      range.dispatchEvent(new Event('input', { bubbles: true }));
      document.body.getBoundingClientRect();
      all.push(performance.now() - began);
      clearTimeout(redraw.timer);
      await new Promise((r) => requestAnimationFrame(() => setTimeout(r)));
    }
    return all.slice(20).sort((x, y) => x - y);
  });
  return [times[50], times[95]];
}
