// Starting a worker's script: the ways to do so, and the Trusted Types policy that they need.

/** The ways to start the worker of a script, best first. Each may throw, or give a worker that only ever sends an error. */
export const waysTo = (workerUrl: string): readonly (() => Worker)[] => [
  () => new Worker(trusted(workerUrl)),
  // A sandboxed frame, and a page that takes this one's scripts from another origin, may only start a blob's worker.
  () => {
    const script = new Blob([bootstrap(new URL(workerUrl, document.baseURI).href)], {
      type: 'text/javascript',
    });
    const url = URL.createObjectURL(script);
    const worker = new Worker(trusted(url));
    // The worker asks for its script after this returns; an address that is gone by then would be an error.
    setTimeout(() => URL.revokeObjectURL(url), 10_000);
    return worker;
  },
];

/** A blob's worker has the page's policies: there too a script's address must be trusted. */
function bootstrap(url: string): string {
  return `const url = ${JSON.stringify(url)};
importScripts(self.trustedTypes ? trustedTypes.createPolicy('swarmscope', { createScriptURL: () => url }).createScriptURL('') : url);`;
}

/** Made once: a policy's name can be taken only once on a page. */
let policy: Pick<TrustedTypePolicy, 'createScriptURL'> | null = null;

/** The address of a script of our own, in the form that this page's security policy asks for. */
function trusted(url: string): string | URL {
  if (!window.trustedTypes) return url;
  policy ??= window.trustedTypes.createPolicy('swarmscope', { createScriptURL: (ours: string) => ours });
  // The DOM's types do not know trusted addresses yet.
  return policy.createScriptURL(url) as unknown as string;
}
