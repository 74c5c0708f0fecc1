/** The thread that check-on-thread.ts starts: it answers the one question it was started with. */
import { parentPort, workerData } from 'node:worker_threads';
import { checkSignature } from './signature-check.ts';

parentPort?.postMessage(checkSignature(workerData));
