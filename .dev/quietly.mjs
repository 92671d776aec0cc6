// Owns installs: they say one line while they work, and why they failed if they did. The rest goes to a log file.

import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { inRoot, root } from './run.mjs';

/** Runs an install under a title; resolves to `{ ok, reason }`, the reason being one line. */
export async function quietly(title, program, args) {
  console.log(`${title} ...`);
  const { code, text } = await output(program, args);
  if (code === 0) return { ok: true };

  mkdirSync(inRoot('.tools'), { recursive: true });
  const log = inRoot('.tools', 'install.log');
  writeFileSync(log, text);
  const lines = text.split('\n').map((line) => line.trim());
  const told =
    lines.find((line) => /\b(error|E:|ERR!)/i.test(line)) ??
    lines.findLast((line) => line) ??
    `exit code ${code}`;
  return { ok: false, reason: `${told} (all of it: ${log})` };
}

function output(program, args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (text += chunk));
    child.on('error', (error) => resolve({ code: 127, text: error.message }));
    child.on('close', (code) => resolve({ code, text }));
  });
}
