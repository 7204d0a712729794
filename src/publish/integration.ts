// What the development server does beside its pages.

import type { AstroIntegration } from 'astro';
import { serveCampaignFiles } from './serve.ts';

export const development = (): AstroIntegration => ({
  name: 'proofhouse',
  hooks: { 'astro:server:setup': ({ server }) => serveCampaignFiles(server) },
});
