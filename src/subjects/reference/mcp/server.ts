// `mcp`: the store's operations as tools of the Model Context Protocol, on the standard streams.

import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { Clock } from '../clock.ts';
import { behaviourOf } from '../planted-behaviour.ts';
import { Store } from '../store.ts';
import { parseAgent } from '../validation.ts';
import { VERSION } from '../version.ts';
import { readingTools } from './reading-tools.ts';
import type { Tool } from './tool.ts';
import { upkeepTools } from './upkeep-tools.ts';
import { writingTools } from './writing-tools.ts';

/** Serves one client until its end of the streams closes. */
export async function speak(db: string, agent: string, defect: string | null): Promise<void> {
  const { tools } = await behaviourOf(defect);
  const store = new Store(db, new Clock());
  const server = new McpServer({ name: 'proofhouse-reference', version: VERSION });
  for (const tool of tools(toolsOf(store, parseAgent(agent)))) {
    server.registerTool(tool.name, { description: tool.description, inputSchema: tool.input }, (input) =>
      answer(tool, input),
    );
  }
  process.stdin.once('end', () => void server.close().then(() => store.close()));
  await server.connect(new StdioServerTransport());
}

export const toolsOf = (store: Store, agent: string): Tool[] => [
  ...readingTools(store),
  ...writingTools(store, agent),
  ...upkeepTools(store),
];

/** What a tool gives as JSON text; a refusal is an answer too, marked as an error. */
function answer(tool: Tool, input: unknown) {
  try {
    return { content: [{ type: 'text' as const, text: JSON.stringify(tool.run(input)) }] };
  } catch (cause) {
    return { isError: true, content: [{ type: 'text' as const, text: (cause as Error).message }] };
  }
}
