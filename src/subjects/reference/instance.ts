// Which process answers at an address, and what was planted in it: what tells this node from another one on its
// port, and a sound node from one with a defect.

import { HttpLine } from '../http-line.ts';

export interface Instance {
  instance: string;
  defect: string | null;
}

/** null where no process answers there. */
export async function instanceAt(url: string, timeout_ms: number): Promise<Instance | null> {
  const line = new HttpLine(url, 1);
  try {
    const answer = await line.call({ method: 'GET', path: '/api/v1/health', timeout_ms });
    if (answer.status !== 200) return null;
    const { instance, defect } = JSON.parse(answer.body);
    return { instance, defect };
  } catch {
    return null;
  } finally {
    line.close();
  }
}
