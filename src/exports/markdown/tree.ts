// The types of a Markdown tree, as the serializer takes it.

import type { toMarkdown } from 'mdast-util-to-markdown';

type Nodes = Parameters<typeof toMarkdown>[0];
type Of<Type extends Nodes['type']> = Extract<Nodes, { type: Type }>;

export type Root = Of<'root'>;
export type Block = Root['children'][number];
export type Phrase = Of<'paragraph'>['children'][number];
export type Table = Of<'table'>;
export type TableRow = Table['children'][number];
