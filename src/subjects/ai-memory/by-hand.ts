// The program in a shell: what the harness does, for whoever wants to do it without.

import { clockEnvironment } from '../../machine/faketime.ts';
import { type ByHand, httpRequest } from '../by-hand.ts';
import { inShell } from '../shell-words.ts';
import type { Program } from './program.ts';
import { serveArguments } from './serve-arguments.ts';

export const byHandWith = (program: Pick<Program, 'catches_up' | 'version'>): ByHand => ({
  needs: `bash, curl, jq, and the program of version ${program.version}, its path in BIN`,
  // as of scratchEnvironment: a home that switches models off, and no settings of the user's own
  before: [
    'unset $(compgen -v AI_MEMORY_) http_proxy https_proxy all_proxy',
    'mkdir -p home/.config/ai-memory',
    'printf \'tier = "keyword"\\n\' > home/.config/ai-memory/config.toml',
  ],
  start(node) {
    const clock = Object.entries(clockEnvironment(node.clock_offset_ms)).map(([name, value]) => `${name}=${value}`);
    const line = inShell(serveArguments(program, node, `${node.data_dir}/ai-memory.db`));
    return ['env', 'HOME="$PWD/home"', 'NO_COLOR=1', ...clock.map((one) => inShell([one])), '"$BIN"', line].join(' ');
  },
  end_signal: 'INT',
  request: httpRequest,
});
