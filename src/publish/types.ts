// What each published file is, so that no browser has to guess.

const TYPES: Record<string, string> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json; charset=utf-8',
  xml: 'application/xml; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
  gz: 'application/gzip',
  tar: 'application/x-tar',
};
const TEXT = new Set(['jsonl', 'log', 'txt', 'sha256']);

export function typeOf(path: string): string {
  const extension = path.split('.').at(-1) ?? '';
  return TEXT.has(extension) ? 'text/plain; charset=utf-8' : (TYPES[extension] ?? 'application/octet-stream');
}
