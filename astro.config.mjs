// @ts-check
import mdx from '@astrojs/mdx';
import { publishing } from './src/publish/integration.ts';
import { basePath, DEFAULT_SITE_URL } from './src/views/site.ts';

// Without `defineConfig`: it gives back what it is given, and loads fonts, pictures and sessions for it.
/** @type {import('astro').AstroUserConfig} */
export default {
  site: process.env.SITE_URL || DEFAULT_SITE_URL,
  base: basePath(),
  outDir: process.env.DIST_DIR || 'dist',
  trailingSlash: 'always',
  markdown: { syntaxHighlight: false },
  compressHTML: true,
  integrations: [mdx(), publishing()],
  // Views come from another thread: with several pages asked for at once, neither waits for the other.
  build: { inlineStylesheets: 'never', format: 'directory', concurrency: 32 },
  vite: { build: { assetsInlineLimit: 0 } },
};
