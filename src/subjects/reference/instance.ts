// Which process answers at an address: what tells this node from another one on its port.

import { HttpLine } from '../http-line.ts';

/** Which process answers at an address; null where none does. */
export async function instanceAt(url: string, timeout_ms: number): Promise<string | null> {
  const line = new HttpLine(url, 1);
  try {
    const answer = await line.call({ method: 'GET', path: '/api/v1/health', timeout_ms });
    return answer.status === 200 ? String(JSON.parse(answer.body).instance) : null;
  } catch {
    return null;
  } finally {
    line.close();
  }
}
