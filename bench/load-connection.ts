import { connect, type Socket } from 'node:net';

/**
 * One keep-alive HTTP/1.1 connection with one request in flight. It understands what the measured
 * servers send and no more: a status line, headers with a Content-Length, a body. A full client
 * would cost more CPU than the servers, and then the load and not the server would be measured.
 */
export interface LoadConnection {
  send(request: Uint8Array): void;
  close(): void;
}

/** A whole answer as text, and where its body begins. */
export type TakeAnswer = (text: string, bodyAt: number) => void;

const readBufferBytes = 16_384;

export function openConnection(
  port: number,
  take: TakeAnswer,
  fail: (error: Error) => void,
): Promise<LoadConnection> {
  let pending = '';
  const readBuffer = Buffer.allocUnsafe(readBufferBytes);
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({
      host: '127.0.0.1',
      port,
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (length) => {
          const text = pending + readBuffer.toString('latin1', 0, length);
          const bodyAt = wholeAnswer(text);
          pending = bodyAt < 0 ? text : '';
          if (bodyAt >= 0) take(text, bodyAt);
          return true;
        },
      },
    });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.on('error', fail);
      socket.on('close', () => fail(new Error('the server closed a connection')));
      resolve({
        send: (request) => socket.write(request),
        close: () => socket.removeAllListeners('close').destroy(),
      });
    });
  });
}

const lengthHeader = /\r\ncontent-length: *(\d+)\r\n/i;

/** Where the body begins once the answer is there as a whole; −1 before. */
function wholeAnswer(text: string): number {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return -1;
  const found = lengthHeader.exec(text);
  if (!found) throw new Error(`an answer without Content-Length: ${text.slice(0, headEnd)}`);
  const bodyAt = headEnd + 4;
  return text.length >= bodyAt + Number(found[1]) ? bodyAt : -1;
}
