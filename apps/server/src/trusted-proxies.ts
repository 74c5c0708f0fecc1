import { isIP } from 'node:net';

export type TrustedProxiesRead =
  | { readonly ok: true; readonly proxies: readonly string[] }
  | { readonly ok: false; readonly message: string };

/**
 * Reads `WARIFU_TRUSTED_PROXIES`: addresses or CIDR ranges, with commas between them. Whoever connects
 * from one of them is believed where a request came from, so a range of everything is refused.
 */
export function trustedProxiesOf(
  env: Readonly<Record<string, string | undefined>>,
): TrustedProxiesRead {
  const text = env['WARIFU_TRUSTED_PROXIES'] || '';
  const proxies = text === '' ? [] : text.split(',').map((one) => one.trim());
  const wrong = proxies.find((one) => !isAddressOrRange(one));
  if (wrong === undefined) return { ok: true, proxies };
  const message = `WARIFU_TRUSTED_PROXIES has "${wrong}"; give addresses or ranges such as 10.0.0.5,10.1.0.0/16,fd00::/8`;
  return { ok: false, message };
}

const bitsOf: Readonly<Record<number, number>> = { 4: 32, 6: 128 };

function isAddressOrRange(text: string): boolean {
  const [address = '', prefix, ...more] = text.split('/');
  const bits = bitsOf[isIP(address)];
  if (bits === undefined || address.includes('%') || more.length > 0) return false;
  return prefix === undefined || (/^[1-9]\d{0,2}$/.test(prefix) && Number(prefix) <= bits);
}
