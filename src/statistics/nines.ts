// A share by how rarely it fails: 0.9 has one nine, 0.999 three. Between 0.995 and 1 a plain scale shows nothing.

/** Of a share from 0 to 1; no end of them where nothing fails, and none for what is no share. */
export function ninesOf(share: number): number {
  if (!(share > 0)) return 0;
  return share >= 1 ? Number.POSITIVE_INFINITY : -Math.log10(1 - share);
}
