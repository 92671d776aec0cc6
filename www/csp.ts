// Owns what the page may do. It runs under this policy wherever it is served: `vite preview` sends it as a header, and the
// built pages carry it themselves for hosts that send none.

/** The Content-Security-Policy that the page ships with. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "require-trusted-types-for 'script'",
].join('; ');
