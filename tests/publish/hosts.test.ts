import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isServed, servedHosts } from '../../src/publish/hosts.ts';

const hosts = servedHosts(['Bench.example'], 'https://proofs.example.org:8443');

describe('A request', () => {
  it.each(['localhost', 'LOCALHOST:80', '127.0.0.1:4321', '[::1]', '[::1]:9', 'bench.example:1', 'proofs.example.org'])(
    'for %s is answered',
    (host) => {
      expect(isServed(host, hosts)).toBe(true);
    },
  );

  it.each([
    undefined,
    '',
    'evil.example',
    'localhost.evil.example',
    'evil.example:localhost',
    'localhost evil',
    '127.0.0.1.nip.io',
    '[::1',
    '0.0.0.0',
  ])('for %s is not', (host) => {
    expect(isServed(host, hosts)).toBe(false);
  });

  it('for a name that nobody told is not, whatever it looks like', () => {
    fc.assert(
      fc.property(fc.domain(), fc.nat(65_535), (name, port) => {
        fc.pre(!hosts.has(name.toLowerCase()));
        expect(isServed(`${name}:${port}`, hosts)).toBe(false);
      }),
    );
  });
});
