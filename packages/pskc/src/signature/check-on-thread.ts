import { Worker } from 'node:worker_threads';
import type { SignatureAnswer, SignatureQuestion } from './signature-check.ts';

/**
 * Checks a signature on a thread of its own, which ends with the answer. A thread that dies of a
 * full memory leaves the server alive, and the file refused.
 */
export function checkOnThread(question: SignatureQuestion): Promise<SignatureAnswer> {
  const worker = new Worker(new URL('./signature-worker.ts', import.meta.url), {
    workerData: question,
  });
  return new Promise((resolve) => {
    worker.once('message', (answer: SignatureAnswer) => resolve(answer));
    worker.once('error', () => resolve({ refusal: 'the file is too large to check it' }));
  });
}
