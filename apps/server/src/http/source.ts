import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/**
 * The address that a request came from: what the audit record tells and what apps are counted by. It is
 * the other end of the connection; where that is one of the trusted proxies, it is the last address in
 * X-Forwarded-For that none of them has. What stands before it came from outside, where anybody may
 * write anything. A header that holds no address there says nothing.
 */
export function sourceOf({ ip, socket }: Pick<FastifyRequest, 'ip' | 'socket'>): string | null {
  return isIP(ip ?? '') === 0 ? (socket.remoteAddress ?? null) : ip;
}
