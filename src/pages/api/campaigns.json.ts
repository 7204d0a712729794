import { apiIndex } from '../../views/routes-api.ts';

export const GET = async () => new Response(await apiIndex());
