/** Waits for SIGINT or SIGTERM and closes; a second signal while closing changes nothing. */
export function closeOnSignal(close: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    let closing = false;
    const stop = () => {
      if (closing) return;
      closing = true;
      close().then(resolve, reject);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
}
