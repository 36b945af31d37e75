/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program as an instance: to the page what a process is to a terminal. */
'use strict';

/* What ends an instance: its status, and what it said. */
class Stop extends Error {
  constructor(status, messages) {
    const errors = messages.filter((m) => m.kind === 'error').map((m) => m.text);
    super(errors.join('\n') || `status ${status}`);
    this.status = status;
    this.messages = messages;
  }
}

/* A line of standard error as what it is: a note, an error, or what stands below one. */
function messageOf(line) {
  const found = /^(note|error|left out): (.*)$/.exec(line);
  return found ? { kind: found[1], text: found[2] } : { kind: 'more', text: line };
}

class Instance {
  /* module: the compiled program; files: name -> bytes, where the program runs; fixtures: likewise,
   * where it looks for its tables. */
  static async start({ module, files, fixtures, progress }) {
    const it = new Instance();
    it.messages = [];
    it.printed = [];
    it.program = await createCohort({
      instantiateWasm(imports, done) {
        WebAssembly.instantiate(module, imports).then((instance) => done(instance, module));
        return {};
      },
      print: (line) => it.printed.push(line),
      printErr: (line) => it.messages.push(messageOf(line)),
      progress,
    });
    const { FS } = it.program;
    FS.mkdir('/fixtures');
    FS.mkdir('/files');
    for (const [name, bytes] of Object.entries(fixtures)) FS.writeFile(`/fixtures/${name}`, bytes);
    for (const [name, bytes] of Object.entries(files)) FS.writeFile(`/files/${name}`, bytes);
    FS.chdir('/files');
    return it;
  }

  /* A function of live.c; its text. */
  call(name, ...values) {
    const types = values.map((v) => (typeof v)), stack = this.program.stackSave();
    try {
      return this.program.ccall(`live_${name}`, 'string', types, values);
    } catch (error) {
      this.program.stackRestore(stack);
      if (error.name === 'ExitStatus') throw new Stop(error.status, this.messages.splice(0));
      throw error;
    }
  }

  json(name, ...values) {
    return JSON.parse(this.call(name, ...values));
  }
}
