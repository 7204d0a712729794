import { sitemap } from '../views/sitemap.ts';

export const GET = () => new Response(sitemap());
