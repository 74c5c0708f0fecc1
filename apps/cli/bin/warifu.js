#!/usr/bin/env node
/*
 * The command `warifu`, there before any build. It looks at the Node version before anything that an
 * old Node cannot read is loaded, so it is plain JavaScript with built-in modules only.
 */
const oldestMajor = 24;

if (Number.parseInt(process.versions.node, 10) < oldestMajor) {
  process.stderr.write(
    `warifu: needs Node ${oldestMajor}, and this is Node ${process.versions.node}: ` +
      `run npm ci, which brings it on Linux, and start through npx warifu or npm run; ` +
      `elsewhere install Node ${oldestMajor}\n`,
  );
  process.exit(1);
}

// node:sqlite and type stripping announce themselves as experimental; a user need not wonder about it.
const emitWarning = process.emitWarning;
process.emitWarning = (warning, ...rest) => {
  const [given] = rest;
  const named = typeof given === 'object' && given !== null ? given.type : given;
  const type = warning instanceof Error ? warning.name : named;
  if (type !== 'ExperimentalWarning') Reflect.apply(emitWarning, process, [warning, ...rest]);
};

await import('../src/main.ts');
