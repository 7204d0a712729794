// Settings that cannot work are refused with what was expected, and no folder that holds anything but a site is touched.

import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { campaignsDir } from '../../src/catalogue/campaigns-folder.ts';
import { PROJECT } from '../../src/publish/project.ts';
import {
  demandBasePath,
  demandProjectFolder,
  demandSiteUrl,
  isInside,
  siteFolder,
  WrongSetting,
} from '../../src/publish/settings.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'settings-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function refusal(demand: () => unknown): string {
  try {
    demand();
  } catch (error) {
    expect(error).toBeInstanceOf(WrongSetting);
    return (error as Error).message;
  }
  throw new Error('expected a refusal, found none');
}

describe('SITE_URL', () => {
  it.each(['', 'https://proofs.example.org', 'http://127.0.0.1:4321/', 'https://[::1]:8443'])('may be %j', (given) => {
    expect(() => demandSiteUrl(given)).not.toThrow();
  });

  it.each([
    ['https://forge.example/proofs', /a path belongs in BASE_PATH/],
    ['https://forge.example/?q=1', /BASE_PATH/],
    ['ftp://forge.example', /expected the address of a host/],
    ['forge.example', /expected the address of a host/],
    ['https://', /expected the address of a host/],
    ['https://me:secret@forge.example', /found one with a user name$/],
  ])('may not be %j', (given, expected) => {
    expect(refusal(() => demandSiteUrl(given))).toMatch(expected);
  });
});

describe('BASE_PATH', () => {
  it.each(['', '/', 'base', '/some/base/', '/v1.0/a_b~c-d'])('may be %j', (given) => {
    expect(() => demandBasePath(given)).not.toThrow();
  });

  it.each(['https://forge.example/base', '/a b/', '/a/../b', '/a?b', '/a#b', '//a', '/%61/', '/a\u202eb/'])(
    'may not be %j',
    (given) => {
      expect(refusal(() => demandBasePath(given))).toMatch(
        /^BASE_PATH: expected a path such as \/some\/base\/, found /,
      );
    },
  );
});

describe('The folder of the project', () => {
  it.each(['/srv/proofs', '/srv/a b', '/srv/{a,b}', "/srv/it's", '/srv/#1', '/srv/ü', '/srv/[x]%20&$;!@'])(
    'may be %s',
    (path) => {
      expect(() => demandProjectFolder(path)).not.toThrow();
    },
  );

  it.each([
    ['/srv/a?b', '?'],
    ['/srv/a"b', '"'],
    ['/srv/nl*glob{a,b}', '*'],
    ['/srv/a\nb', 'line feed'],
  ])('may not be %j, and the sign is named', (path, sign) => {
    const said = refusal(() => demandProjectFolder(path));
    expect(said).toContain(`found the sign ${sign} in /srv/`);
    expect(said).not.toContain('\n');
  });
});

describe('The folder of the site', () => {
  const made = (name: string, file?: string) => {
    mkdirSync(join(root, name), { recursive: true });
    if (file) writeFileSync(join(root, name, file), '');
    return join(root, name);
  };

  it('may be new, empty, a branch that was checked out, or one that a site was built into', () => {
    expect(siteFolder(join(root, 'new/below'))).toBe(join(root, 'new/below'));
    expect(siteFolder(made('empty'))).toBe(join(root, 'empty'));
    expect(siteFolder(made('branch', '.git'))).toBe(join(root, 'branch'));
    expect(siteFolder(made('built', '.nojekyll'))).toBe(join(root, 'built'));
  });

  it('is the one that a link leads to', () => {
    symlinkSync(made('real'), join(root, 'link'));
    expect(siteFolder(join(root, 'link'))).toBe(join(root, 'real'));
  });

  it('is no folder that holds something else: a build removes what is no part of the site', () => {
    expect(refusal(() => siteFolder(made('letters', 'to-keep.txt')))).toMatch(/with to-keep\.txt in it/);
    for (const dist of [PROJECT, join(PROJECT, '..'), '/'])
      expect(refusal(() => siteFolder(dist))).toMatch(/holds the/);
    for (const dist of [campaignsDir(), join(campaignsDir(), 'dist')])
      expect(refusal(() => siteFolder(dist))).toMatch(/the campaigns|among them/);
  });

  it('lies inside another by its path, not by the beginning of its name', () => {
    expect(isInside('/a/b/c', '/a/b')).toBe(true);
    expect(isInside('/a/b', '/a/b')).toBe(true);
    expect(isInside('/a/bc', '/a/b')).toBe(false);
    expect(isInside('/a/..b', '/a')).toBe(true);
  });
});
