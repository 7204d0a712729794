// The MCP handshake as any client makes it, through the official SDK: initialize, then every page of tools/list.

import { setTimeout as after } from 'node:timers/promises';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';

export interface McpCommand {
  command: string;
  args: string[];
  env: Record<string, string>;
}

const REQUEST_MS_MAX = 15_000;
const PAGES_MAX = 100;
/** The client asks its server to end, and ends it by force after 4 s. */
const END_MS_MAX = 5_000;

/**
 * How many tools the server offers.
 * @throws Error where the process does not speak MCP, or not within the limit
 */
export async function countMcpTools(server: McpCommand, signal: AbortSignal): Promise<number> {
  const transport = new StdioClientTransport({ ...server, stderr: 'ignore' });
  const gone = new Promise<void>((resolve) => {
    transport.onclose = resolve;
  });
  const client = new Client({ name: 'proofhouse', version: '1' });
  const options = { timeout: REQUEST_MS_MAX, signal };
  try {
    await client.connect(transport, options);
    let tools = 0;
    let cursor: string | undefined;
    for (let page = 1; page <= PAGES_MAX; page++) {
      const answer = await client.listTools(cursor === undefined ? {} : { cursor }, options);
      tools += answer.tools.length;
      cursor = answer.nextCursor;
      if (cursor === undefined) return tools;
    }
    throw new Error(`expected at most ${PAGES_MAX} pages of tools, found more`);
  } finally {
    await client.close();
    // a connection that failed is closed without waiting for its process
    await Promise.race([gone, after(END_MS_MAX, undefined, { ref: false })]);
  }
}
