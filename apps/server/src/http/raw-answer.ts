import { STATUS_CODES } from 'node:http';
import type { Problem } from '@warifu/wire';
import { apiContentPolicy, securityHeaders } from './answers.ts';

/** A whole answer as text, for a connection on which no request could be read. */
export function rawAnswer(problem: Problem): string {
  const body = JSON.stringify(problem);
  const lines = [`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`];
  const headers = [
    ...securityHeaders,
    'Content-Security-Policy',
    apiContentPolicy,
    'Cache-Control',
    'no-store',
    'Content-Type',
    'application/problem+json',
    'Content-Length',
    String(Buffer.byteLength(body)),
    'Connection',
    'close',
  ];
  for (let i = 0; i < headers.length; i += 2) lines.push(`${headers[i]}: ${headers[i + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}
