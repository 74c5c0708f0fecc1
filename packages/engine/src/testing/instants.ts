/** Instants for tests: a wall-clock time in Japan (UTC+9 all year), to the millisecond. */
export function tokyo(wallClock: string): number {
  const at = Date.parse(
    `${wallClock.includes('T') ? wallClock : `${wallClock}T00:00:00.000`}+09:00`,
  );
  if (Number.isNaN(at)) throw new Error(`no instant: ${wallClock}`);
  return at;
}
