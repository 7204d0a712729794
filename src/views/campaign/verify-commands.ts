// How a reader checks what a campaign page says: one line of this project, or plain tools that every machine has.

import { absolute, campaignPath, hashListPath, withBase } from '../site.ts';

export interface VerifyView {
  /** Compares every byte and judges every document again. */
  command: string;
  /** Compares every byte, with nothing but curl and sha256sum. */
  plain: string;
  /** What both name, for readers at another address. */
  site: string;
  base: string;
}

export const verifyView = (id: string): VerifyView => ({
  command: `npm run verify -- ${absolute(campaignPath(id))}`,
  plain: plainCommand(id),
  site: absolute(''),
  base: withBase(''),
});

/** The site stands in it once, in front, for whoever reads the page at another address. */
function plainCommand(id: string): string {
  const list = `curl -fsSO "\${site}${hashListPath(id)}"`;
  const files = `cut -c67- ${id}.sha256 | xargs -I{} curl -fsSO "\${site}${campaignPath(id)}{}"`;
  return `site=${absolute('')} && ${list} && ${files} && sha256sum -c ${id}.sha256`;
}
