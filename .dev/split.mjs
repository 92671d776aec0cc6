// Owns the cut through the wasm module: what the first motion needs, and the rest, which the page loads after it.
//
// Kept is what a rehearsal of the first visit calls, whatever the engine can reach from there, and the engine's rules; the
// rest moves into a second module with the same memory and the same table. In its place the first module has a stub that
// calls through the table, whose slots the second one fills. Until then a stub traps: `www/src/sim/rest.ts` sees to it that
// nothing is asked for too early. No function is changed by it, so the engine is as fast as before.
//
// Works on the text of the module, where everything goes by its name.

import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Failure, must, nodeTool } from './run.mjs';

// What the compiler uses; the text does not say it.
const FEATURES = [
  'reference-types',
  'multivalue',
  'bulk-memory',
  'sign-ext',
  'nontrapping-float-to-int',
  'mutable-globals',
];
const tool = (name, ...args) =>
  must(process.execPath, [
    nodeTool('binaryen', name),
    ...FEATURES.map((feature) => `--enable-${feature}`),
    ...args,
  ]);

/** What a run asks for again and again; whatever it calls stays beside it. */
const HOT = [
  'simulation_advance',
  'simulation_step',
  'simulation_watch',
  'simulation_frame',
  '__wbg_simulation_free',
];

/** Rules are called by their address, which no call names. */
const RULES = /swarmscope_core::(policy|peer|engine)::|Policy/;

/** Whose rule it is, where the name says so. */
const WHOSE = /<(swarmscope_core::policy::\S+) as /;

/** Called from there too, but not before the page has the rest and says `remember`: it copies whatever a swarm is. */
const LATER = /timeline::Timeline/;

/** How a panic is told. It ends the run anyway, so that the stub's trap in its place loses the words at most. */
const LAST_WORDS =
  /panic|unwrap_failed|expect_failed|_fail\b|handle_error|handle_alloc|capacity_overflow|overflow::|::fmt\b|fmt::/;

/** Cuts `whole`, which still has its names, into `first` and `rest`; `glue` is what wasm-bindgen wrote beside it. What is
 * written in between goes to `folder`. */
export async function split(whole, glue, first, rest, folder) {
  mkdirSync(folder, { recursive: true });
  const text = path.join(folder, 'whole.wat');
  await tool('wasm-dis', whole, '-o', text);
  const module = parse(readFileSync(text, 'utf8'));

  const watched = path.join(folder, 'watched.wat');
  writeFileSync(watched, watching(module));
  await tool('wasm-as', watched, '-o', path.join(folder, 'watched.wasm'));
  const { called, ids } = await rehearse(module, path.join(folder, 'watched.wasm'), glue);

  const kept = keep(module, called);
  const [one, two] = cut(module, kept);
  for (const [content, target] of [
    [one, first],
    [two, rest],
  ]) {
    const source = path.join(folder, `${path.basename(target)}.wat`);
    writeFileSync(source, content);
    // Fewer locals are half a percent fewer bytes.
    const passes = [
      '--remove-unused-module-elements',
      '--coalesce-locals',
      '--reorder-locals',
      '--vacuum',
      '--strip-debug',
    ];
    await tool('wasm-opt', source, ...passes, '-o', target);
  }
  await prove(first, glue, folder, ids);
}

/** The forms of a module, one after another; wasm-dis begins each on a line of its own, one space in. */
function parse(text) {
  const forms = text
    .slice(text.indexOf('\n') + 1, text.lastIndexOf('\n)'))
    .split(/\n(?= \()/)
    .map((form) => form.trimStart());
  const functions = new Map();
  const imports = new Map();
  const others = [];
  const exported = new Map();
  let addressed = [];
  let table;
  for (const form of forms) {
    const kind = /^\((\w+)/.exec(form)[1];
    if (kind === 'func') {
      const [header, ...lines] = form.split('\n');
      const locals = lines.findIndex((line) => !line.startsWith('  (local '));
      const calls = new Set(Array.from(form.matchAll(new RegExp(`\\((?:return_)?call ${NAME}`, 'g')), named));
      functions.set(nameIn(header), {
        header,
        locals: lines.slice(0, locals),
        body: lines.slice(locals),
        calls,
      });
    } else if (kind === 'import') {
      imports.set(nameIn(form), form);
    } else if (kind === 'elem') {
      const [, from, names] = /\(i32\.const (\d+)\) func (.*)\)$/.exec(form);
      addressed = names.match(new RegExp(NAME, 'g'));
      table = { ...table, from: Number(from) };
    } else if (kind === 'table' && form.endsWith(' funcref)')) {
      const [, name, size] = /^\(table (\S+) (\d+)/.exec(form);
      table = { ...table, name, size: Number(size) };
    } else {
      if (kind === 'export') exported.set(/"(.*?)"/.exec(form)[1], nameIn(form));
      if (kind === 'table')
        table = { ...table, externs: /^\(table (?<name>\S+) (?<limits>.*)\)$/.exec(form).groups };
      others.push(form);
    }
  }
  return { functions, imports, others, exported, addressed, table, forms };
}

const NAME = String.raw`(\$"(?:[^"\\]|\\.)*"|\$[^\s()]+)`;
const named = (match) => match[1];
const nameIn = (form) => new RegExp(NAME).exec(form)[1];

/** The module with a global for each function, which is 1 once it was called. */
function watching({ functions, forms }) {
  const globals = [];
  const all = [...functions.values()].map(({ header, locals, body }, i) => {
    globals.push(`(global $seen:${i} (export "seen:${i}") (mut i32) (i32.const 0))`);
    return [header, ...locals, `(global.set $seen:${i} (i32.const 1))`, ...body].join('\n');
  });
  const others = forms.filter((form) => !form.startsWith('(func '));
  return `(module\n${[...others, ...globals, ...all].join('\n')}\n)`;
}

/** What a first visit calls: every preset, started and run for a while as the page does it. */
async function rehearse({ functions }, watched, glue) {
  const copy = `${watched}.mjs`;
  writeFileSync(copy, readFileSync(glue));
  const { default: start, Simulation, presets } = await import(pathToFileURL(copy).href);
  const exports = await start({ module_or_path: await WebAssembly.compile(readFileSync(watched)) });
  const seen = Array.from(functions.keys(), (_, i) => exports[`seen:${i}`]);
  const atStart = seen.map((global) => global.value);
  // The page knows the names without asking for them.
  const all = presets().map(({ id }) => id);
  for (const [i, global] of seen.entries()) global.value = atStart[i];
  const ids = all.filter((id) => {
    const run = Simulation.of_preset(id, '1');
    if (run) play(run, 120, 0.25);
    return run !== undefined;
  });
  return { called: [...functions.keys()].filter((_, i) => seen[i].value === 1), ids };
}

/** Plays these presets with the first module alone, with other seeds than the rehearsal's and to the end: a fast viewer gets there
 * before the rest is loaded. */
async function prove(first, glue, folder, ids) {
  const copy = path.join(folder, 'proof.mjs');
  writeFileSync(copy, readFileSync(glue));
  const { default: start, Simulation } = await import(pathToFileURL(copy).href);
  await start({ module_or_path: await WebAssembly.compile(readFileSync(first)) });
  for (const id of ids)
    for (let seed = 2; seed <= 12; seed += 1)
      try {
        play(Simulation.of_preset(id, `${seed}`), 1000, 1);
      } catch (error) {
        throw new Failure(
          `The first module lacks something that the preset ${id} needs with seed ${seed} (.dev/split.mjs): ${error.stack}`,
        );
      }
}

/** As the page does it. */
function play(run, seconds, step) {
  for (let second = 0; second < seconds; second += step) {
    run.advance(second, 50_000);
    run.watch(Uint32Array.of(0));
    run.frame();
  }
  run.step();
  run.free();
}

/** The functions of the first module. */
function keep(module, called) {
  const { functions } = module;
  const kept = new Set(called);
  const hot = HOT.map((name) => module.exported.get(name));
  // Of a policy that was asked for anything, everything: with another seed it may be asked for more.
  const whose = (name) => WHOSE.exec(name)?.[1];
  const asked = new Set(called.map(whose));
  const rules = module.addressed.filter(
    (name) => RULES.test(name) && (!whose(name) || asked.has(whose(name))),
  );
  const reached = [...hot, ...rules];
  const visited = new Set();
  while (reached.length > 0) {
    const name = reached.pop();
    if (visited.has(name) || !functions.has(name)) continue;
    visited.add(name);
    kept.add(name);
    const needed = (callee) => !LAST_WORDS.test(callee) && !LATER.test(callee);
    reached.push(...[...functions.get(name).calls].filter(needed));
  }
  return kept;
}

/** The two modules. */
function cut({ functions, imports, others, exported, addressed, table }, kept) {
  const names = [...functions.keys()];
  const moved = new Set(names.filter((name) => !kept.has(name)));
  const called = (from) => new Set([...from].flatMap((name) => [...functions.get(name).calls]));
  const entered = new Set([...called(kept), ...exported.values()].filter((name) => moved.has(name)));

  // A moved function is called through a place in the table: one of its own (the optimiser has left one function where there
  // were several alike), or one behind all others.
  const filled = [];
  const slots = new Map();
  const place = (slot, name) => {
    slots.set(name, slot);
    filled.push(`(elem (table ${table.name}) (i32.const ${slot}) func ${name})`);
  };
  for (const [i, name] of addressed.entries()) if (moved.has(name)) place(table.from + i, name);
  let size = table.size;
  for (const name of entered) if (!slots.has(name)) place(size++, name);

  const stubs = [...entered].map((name) => {
    const { header } = functions.get(name);
    const types = signature(header);
    const values = Array.from(header.matchAll(/\(param (\$\S+)/g), ([, param]) => `(local.get ${param})`);
    return `${header} (call_indirect ${table.name} ${types} ${values.join(' ')} (i32.const ${slots.get(name)})))`;
  });

  // The second module takes what it calls, and all that holds state, from the first one's exports.
  const gifts = [];
  const taken = [];
  const give = (kind, name, type) => {
    const short = `_${gifts.length.toString(36)}`;
    gifts.push(`(export "${short}" (${kind} ${name}))`);
    taken.push(`(import "first" "${short}" (${kind} ${name} ${type}))`);
  };
  for (const name of called(moved)) {
    if (kept.has(name)) give('func', name, signature(functions.get(name).header));
    if (imports.has(name)) give('func', name, signature(imports.get(name)));
  }
  for (const form of others) {
    const [, kind, name, type] = /^\((memory|global) (\$\S+) (\d+|\(mut \w+\)|\w+)/.exec(form) ?? [];
    if (kind) give(kind, name, type);
  }
  for (const { name, limits } of [{ ...table, limits: `${size} ${size} funcref` }, table.externs])
    give('table', name, limits);

  const whole = (name) => {
    const { header, locals, body } = functions.get(name);
    return [header, ...locals, ...body].join('\n');
  };
  const types = others.filter((form) => form.startsWith('(type '));
  const elements = addressed.map((name) => (moved.has(name) ? '$absent' : name));
  const first = [
    ...types,
    ...imports.values(),
    ...others.filter((form) => !form.startsWith('(type ')),
    `(table ${table.name} ${size} ${size} funcref)`,
    `(elem (table ${table.name}) (i32.const ${table.from}) func ${elements.join(' ')})`,
    '(func $absent (unreachable))',
    ...gifts,
    ...stubs,
    ...names.filter((name) => kept.has(name)).map(whole),
  ];
  const rest = [...types, ...taken, ...filled, ...names.filter((name) => moved.has(name)).map(whole)];
  return [first, rest].map((forms) => `(module\n${forms.join('\n')}\n)`);
}

const signature = (form) =>
  [
    ...Array.from(form.matchAll(/\(param (?:\$\S+ )?([^()]+)\)/g), ([, type]) => `(param ${type})`),
    ...Array.from(form.matchAll(/\(result [^()]+\)/g), ([result]) => result),
  ].join(' ');
