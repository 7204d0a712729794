import type { SchemaName } from '../../contract/json-schema.ts';
import { jsonSchema } from '../../contract/json-schema.ts';
import { schemaPaths } from '../../views/routes.ts';

export const getStaticPaths = schemaPaths;
export const GET = ({ props }: { props: { name: SchemaName } }) =>
  new Response(`${JSON.stringify(jsonSchema(props.name), null, 2)}\n`);
