/**
 * A mail address at the edge: what goes through here can stand in a head line and in an SMTP command
 * as it is. Only the plain form `local@domain` passes, in ASCII: no display name, no comment, no
 * quotes, no list, no space and no line break. Dots may stand anywhere in the local part, since
 * addresses of Japanese mobile carriers have them in places where RFC 5321 has none.
 */
const local = /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}$/;
const domain =
  /^(?=.{1,253}$)(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/;
/** RFC 5321 section 4.5.3.1.3, less the angle brackets. */
const lengthMax = 254;

/** The address, its domain in lower case; undefined when the text is none that mail is sent to. */
export function parseMailAddress(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const [name, host] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || text.length > lengthMax) return undefined;
  return local.test(name) && domain.test(host) ? `${name}@${host.toLowerCase()}` : undefined;
}
