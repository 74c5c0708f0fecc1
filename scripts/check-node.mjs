/**
 * Stops a command that was started by a Node that Warifu does not run on. Imported first by every
 * script, so it must itself load on Node 20: built-in modules only, no recent syntax.
 *
 * `npm run` puts node_modules/.bin in front of the PATH, and the pinned Node lies there on Linux
 * (ADR 0001). An older Node here means that `npm ci` has not run, or that the system is another one.
 */
const oldestMajor = 24;

/**
 * What is wrong with a Node version, or undefined when nothing is.
 * @param {string} version such as `24.21.0`
 * @returns {string | undefined}
 */
export function nodeComplaint(version) {
  if (Number.parseInt(version, 10) >= oldestMajor) return undefined;
  return (
    `Warifu needs Node ${oldestMajor}, and this is Node ${version}: ` +
    `node_modules/.bin/node is missing: run npm ci; elsewhere install Node ${oldestMajor}`
  );
}

const complaint = nodeComplaint(process.versions.node);
if (complaint !== undefined) {
  process.stderr.write(`${complaint}\n`);
  process.exit(1);
}
