// The built page, `www/dist/`, and the server that shows it the way a host would, with its strict headers.

import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { Failure, inRoot, must, nodeTool, root } from './run.mjs';

/** Vite's one configuration; its root is `www/`. */
export const viteConfig = inRoot('www', 'vite.config.ts');

/** Builds the page; Vite builds the wasm module first (`www/simulator.ts`). */
export async function buildSite() {
  await must(process.execPath, [
    nodeTool('vite', 'vite'),
    'build',
    '--config',
    viteConfig,
    '--logLevel',
    'warn',
  ]);
}

/** The port wished for by PORT, else the first free one from `from` on. */
export async function pickPort(from) {
  if (process.env.PORT) return Number(process.env.PORT);
  for (let port = from; ; port += 1) {
    // Both addresses: `localhost` may mean either, and another server on one of them would be shown instead of ours.
    if ((await isFree(port, '127.0.0.1')) && (await isFree(port, '::1'))) return port;
  }
}

function isFree(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    // A machine without IPv6 has nothing listening there either.
    probe.once('error', (error) => resolve(error.code !== 'EADDRINUSE' && error.code !== 'EACCES'));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** Where the servers listen: this machine only, unless HOST says otherwise (0.0.0.0 in a container). */
export const host = process.env.HOST ?? '127.0.0.1';

/** Serves the built page until the child is killed. */
export async function previewSite() {
  const port = await pickPort(4273);
  const address = `http://${host}:${port}/`;
  const preview = ['preview', '--config', viteConfig, '--host', host, '--port', String(port), '--strictPort'];
  const child = spawn(process.execPath, [nodeTool('vite', 'vite'), ...preview], {
    cwd: root,
    stdio: 'ignore',
  });
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) break;
    const there = await fetch(address).then(
      (answer) => answer.ok,
      () => false,
    );
    if (there) return { child, address };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  child.kill();
  throw new Failure('The built page is not served.');
}
