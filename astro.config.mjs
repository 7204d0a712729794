// @ts-check
import mdx from '@astrojs/mdx';
import { defineConfig } from 'astro/config';
import { publishing } from './src/publish/integration.ts';
import { basePath, DEFAULT_SITE_URL } from './src/views/site.ts';

export default defineConfig({
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
});
