import { expect, it } from 'vitest';
import { SECRET_SEARCH_CHARS_MAX } from '../../src/reconstruct/limits.ts';
import { looksSecret, maskSecrets } from '../../src/reconstruct/secrets.ts';

// Put together here, so that no scanner takes this file for a leak.
const SECRETS = {
  'a token of the service': ['ghp_', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join(''),
  'a chat token': ['xoxb', '123456789012', '1234567890123', 'abcdefghijklmnopqrstuvwx'].join('-'),
  'a cloud key with its name': ['AWS_SECRET_ACCESS_KEY = ', 'wJalrXUtnFEMIaK7MDENGabPxRfiCYEXAMPLEKEY'].join(''),
  'a password in a database address': 'postgres://someone:pa55word@127.0.0.1:5433/x',
};

it.each(Object.entries(SECRETS))('%s is masked, to its end', async (_name, secret) => {
  const { text, masked } = await maskSecrets(`before "${secret}" after`);
  expect(masked).toBe(1);
  expect(text).toContain('[masked]');
  expect(text).not.toMatch(/wWPw5k4a|1234567890123|EXAMPLEKEY|pa55word/);
  expect(text).toMatch(/^before ".*" after$/);
});

it('An authorization header and a password in any address are masked', async () => {
  const { text } = await maskSecrets('Authorization: Bearer abcdefghijklmnop0123 and https://me:hunter22@host.test/x');
  expect(text).toMatch(/^Authorization: Bearer \[masked\] and \S*\[masked\]\S*$/);
  expect(text).not.toMatch(/abcdefgh|hunter22/);
});

it('Ordinary log lines stay as they are', async () => {
  const lines =
    '[phase2] burst totals: OK=200  QNM=0  FAIL=0 (total=200)\n2026-04-20T13:30:34Z https://host.test:443/a @b sha256:0f343b0931126a20f133d67c2b018a3b';
  expect(await maskSecrets(lines)).toEqual({ text: lines, masked: 0 });
});

it.each([' ', 'a', 'postgres://a:', 'Authorization: ', 'eyJ', '-----BEGIN ', '0'])(
  'A long text of "%s" ends',
  { timeout: 20_000 },
  async (part) => {
    const text = part.repeat(SECRET_SEARCH_CHARS_MAX / part.length);
    expect(typeof (await looksSecret(text))).toBe('boolean');
  },
);
