const patienceMs = 20_000;
const pauseMs = 50;

/**
 * What the server does at its own pace, due work and mail, is there after a moment: asks again until
 * it is, and gives the last answer in any case.
 */
export async function eventually<T>(
  ask: () => Promise<T>,
  isThere: (answer: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const answer = await ask();
    if (isThere(answer) || Date.now() >= deadline) return answer;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}
