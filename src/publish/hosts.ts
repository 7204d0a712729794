// Which hosts a server answers for. A page of a stranger can make its own name mean this machine (DNS rebinding) and
// would then read what is served here; its requests still carry that name. Loopback names, the site's own host and
// those that the user names are answered, nothing else.

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** @param more names that the user gave, without a port */
export function servedHosts(more: readonly string[], siteUrl = process.env.SITE_URL): ReadonlySet<string> {
  const own = URL.parse(siteUrl || '')?.hostname;
  return new Set([...LOOPBACK, ...(own ? [own] : []), ...more.map((name) => name.toLowerCase())]);
}

/** @param header the Host header as it came: a name or an address, with or without a port */
export function isServed(header: string | undefined, hosts: ReadonlySet<string>): boolean {
  const [, name = ''] = /^(\[[0-9a-f:.]+\]|[^:\s]+)(?::\d{1,5})?$/i.exec(header ?? '') ?? [];
  return hosts.has(name.toLowerCase());
}
