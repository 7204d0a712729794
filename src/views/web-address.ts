// Addresses that artifacts name. Only the web's own schemes may be followed; anything else stays text.

export const webAddress = (address: string): string | null => {
  try {
    const { protocol, href } = new URL(address);
    return protocol === 'https:' || protocol === 'http:' ? href : null;
  } catch {
    return null;
  }
};
