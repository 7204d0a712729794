import { apiDocument, apiPaths } from '../../../views/routes-api.ts';

export const getStaticPaths = apiPaths;
export const GET = async ({ props }: { props: { id: string } }) => new Response(await apiDocument(props.id));
