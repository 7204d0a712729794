// @ts-check
import mdx from '@astrojs/mdx';
import { defineConfig, fontProviders } from 'astro/config';
import { development } from './src/publish/integration.ts';
import { basePath, DEFAULT_SITE_URL } from './src/views/site.ts';

/** @param {string} name @param {string} cssVariable @param {[{src: [string], weight: string, style?: 'normal' | 'italic'}, ...{src: [string], weight: string, style?: 'normal' | 'italic'}[]]} variants @param {string[]} fallbacks */
const font = (name, cssVariable, variants, fallbacks) => ({
  provider: fontProviders.local(),
  name,
  cssVariable,
  fallbacks,
  optimizedFallbacks: false,
  options: { variants },
});

export default defineConfig({
  site: process.env.SITE_URL || DEFAULT_SITE_URL,
  base: basePath(),
  outDir: process.env.DIST_DIR || 'dist',
  trailingSlash: 'always',
  markdown: { syntaxHighlight: false },
  compressHTML: true,
  integrations: [mdx(), development()],
  // Views come from another thread: with several pages asked for at once, neither waits for the other.
  build: { inlineStylesheets: 'never', format: 'directory', concurrency: 32 },
  vite: { build: { assetsInlineLimit: 0 } },
  security: {
    csp: {
      directives: [
        "default-src 'none'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
      ],
      styleDirective: { resources: ["'self'"] },
      scriptDirective: { resources: ["'self'"] },
    },
  },
  fonts: [
    font(
      'Source Serif 4',
      '--font-serif',
      [
        {
          src: ['@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2'],
          weight: '200 900',
          style: 'normal',
        },
      ],
      ['Georgia', 'serif'],
    ),
    font(
      'Source Sans 3',
      '--font-sans',
      [
        {
          src: ['@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2'],
          weight: '200 900',
          style: 'normal',
        },
      ],
      ['system-ui', 'sans-serif'],
    ),
    font(
      'IBM Plex Mono',
      '--font-mono',
      [
        {
          src: ['@fontsource/ibm-plex-mono/files/ibm-plex-mono-latin-400-normal.woff2'],
          weight: '400',
          style: 'normal',
        },
      ],
      ['ui-monospace', 'monospace'],
    ),
  ],
});
