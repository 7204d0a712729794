/** The address when it is one that a page may link to, else null: absolute, http or https, nothing else. */
export function webAddress(address: string): string | null {
  return /^https?:\/\/[^\s/\\]/i.test(address) && URL.canParse(address) ? address : null;
}
