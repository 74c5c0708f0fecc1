import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { removeAllScratch } from './scratch.ts';

/**
 * Every process that a test starts is remembered here and killed at the end, so that a failed test
 * leaves nothing running. Signals go to process ids of our own children and to nothing else.
 */
const running = new Set<ChildProcess>();
/** Processes below a child of ours, which tell their ids themselves. */
const adopted = new Set<number>();

export function startChild(
  command: readonly [string, ...string[]],
  env: Readonly<Record<string, string>> = {},
): ChildProcess {
  const [program, ...args] = command;
  const child = spawn(program, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  track(child);
  return child;
}

export function track(child: ChildProcess): void {
  running.add(child);
  child.once('exit', () => running.delete(child));
}

export function adopt(pid: number): void {
  adopted.add(pid);
}

export function disown(pid: number): void {
  adopted.delete(pid);
}

/** Waits until a child is gone; gives its exit code, or null when a signal ended it. */
export async function ended(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return child.exitCode;
}

/** Kills what is left and removes its folders; for `afterAll`. */
export async function cleanUp(): Promise<void> {
  for (const pid of adopted) kill(pid, 'SIGKILL');
  adopted.clear();
  const left = [...running];
  for (const child of left) child.kill('SIGKILL');
  await Promise.all(left.map(ended));
  removeAllScratch();
}

/** Sends a signal to a process of ours that may be gone already. */
export function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

process.on('exit', () => {
  for (const pid of adopted) kill(pid, 'SIGKILL');
  for (const child of running) child.kill('SIGKILL');
});
