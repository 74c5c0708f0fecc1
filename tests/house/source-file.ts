/**
 * What the house rules work on: a list of paths with their texts. A rule is a pure function from
 * such a list to findings, so a planted violation is a list of two lines and needs no disk.
 */
export interface SourceFile {
  /** From the repository's root, with forward slashes. */
  readonly path: string;
  /** Empty for files that are not text. */
  readonly text: string;
}

export interface Finding {
  readonly path: string;
  /** Counted from 1; absent when the finding concerns the file as a whole. */
  readonly line?: number;
  /** What is banned, as it was found. */
  readonly found: string;
}

export interface Rule {
  /** What is banned, in one sentence. */
  readonly ban: string;
  /** What to do instead. */
  readonly instead: string;
  readonly check: (files: readonly SourceFile[]) => Finding[];
  /** Trees that break the rule: each must be found. */
  readonly planted: readonly (readonly SourceFile[])[];
  /** A tree that keeps it, close to the edge: nothing may be found. */
  readonly sound: readonly SourceFile[];
}

/** One finding as a line that names the ban and its replacement. */
export function describeFinding(rule: Rule, finding: Finding): string {
  const place = finding.line === undefined ? finding.path : `${finding.path}:${finding.line}`;
  return `${place}: ${finding.found}. ${rule.ban} Instead: ${rule.instead}`;
}

const script = /\.(ts|tsx|mts|js|mjs|cjs)$/;

/** Code of any kind, tests and configuration included. */
export function isScript(file: SourceFile): boolean {
  return script.test(file.path);
}

/** Tests, their helpers beside the source, and the suites that hold adapters to a port. */
export function isTest(file: SourceFile): boolean {
  return (
    /\.test\.tsx?$/.test(file.path) ||
    file.path.startsWith('tests/') ||
    /^(packages|apps)\/[^/]+\/src\/(.+\/)?(conformance|testing)\//.test(file.path)
  );
}

/** Code that runs at a bank: the sources of packages and apps without their tests. */
export function isProduct(file: SourceFile): boolean {
  return (
    isScript(file) &&
    /^(packages|apps)\//.test(file.path) &&
    !file.path.startsWith('packages/testkit/') &&
    !isTest(file)
  );
}

/** The workspace that a file belongs to, such as `packages/otp`; undefined for the root's own files. */
export function workspaceOf(path: string): string | undefined {
  return /^(?:packages|apps)\/[^/]+(?=\/)/.exec(path)?.[0];
}
