/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What takes long: random trajectories, the report, searches. Each task is its own instance. */
'use strict';

const tasks = {
  /* How sure: the sections of the report that need trajectories. */
  async fan(it, { words, area, size, path }) {
    it.call('read', words.join('\n'));
    it.call('open', area);
    const picture = it.call('picture', 'paths', size[0], size[1], path, 0, 0, 0);
    const quantiles = it.json('quantiles', path);
    const sure = it.call('section', 'sure');
    return { picture, quantiles, sure, targets: it.call('section', 'targets') };
  },

  /* A command of the program: what it printed, and the files that it wrote. */
  async run(it, { words, outputs }) {
    const status = it.program.callMain(words);
    if (status) throw new Stop(status, it.messages);
    const written = {};
    for (const name of outputs || []) written[name] = it.program.FS.readFile(`/files/${name}`);
    return { text: it.printed.join('\n'), written };
  },
};

onmessage = async ({ data }) => {
  const progress = (done, total) => postMessage({ progress: [done, total] });
  try {
    const it = await Instance.start({ ...data, progress });
    const began = performance.now();
    const result = await tasks[data.task](it, data);
    postMessage({ result, messages: it.messages, took: performance.now() - began });
  } catch (error) {
    postMessage({ error: String(error.message || error), messages: error.messages || [] });
  }
};
