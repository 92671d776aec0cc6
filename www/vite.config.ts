// Owns how the page is bundled and served. Two pages: the whole one, and the bare figure that others embed.

import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { catalogue } from './catalogue.ts';
import { contentSecurityPolicy } from './csp.ts';
import { simulator } from './simulator.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));

/** Puts the policy into the built pages only: the development server needs its inline styles. */
const policyInPages: Plugin = {
  name: 'swarmscope:policy-in-pages',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: contentSecurityPolicy },
      injectTo: 'head-prepend',
    },
  ],
};

export default defineConfig({
  root: here('.'),
  // Relative addresses, so that the built page works in any folder of any host.
  base: './',
  plugins: [simulator, catalogue, policyInPages],
  build: {
    target: 'es2023',
    outDir: here('dist'),
    emptyOutDir: true,
    // An inlined wasm file would be a `data:` address, which the policy refuses to fetch.
    assetsInlineLimit: 0,
    rolldownOptions: { input: [here('index.html'), here('embed.html')] },
  },
  // The one format that also starts from a blob, in a sandboxed frame.
  worker: { format: 'iife' },
  preview: {
    // A sandboxed frame has the origin `null`, and needs leave to fetch the module scripts and the wasm.
    cors: { origin: '*' },
    headers: { 'Content-Security-Policy': contentSecurityPolicy },
  },
});
