import { parentPort, workerData } from 'node:worker_threads';
import { playSome, type Share } from './many-seeds.ts';

/** One thread's share of the seeds. */
const { options, share } = workerData as Share;
parentPort?.postMessage(await playSome(options, share));
