import { Command, CommanderError } from 'commander';
import { apiKeysCreate, apiKeysList, apiKeysRevoke } from './commands/api-keys.ts';
import { auditVerify } from './commands/audit.ts';
import { backup, restore } from './commands/backup.ts';
import { institutionsAdd, institutionsList } from './commands/institutions.ts';
import { jobsList, jobsRun } from './commands/jobs.ts';
import { keysCheck, keysInit, keysRotate } from './commands/keys.ts';
import { migrate } from './commands/migrate.ts';
import { policyCheck } from './commands/policy.ts';
import { policyDiff } from './commands/policy-diff.ts';
import { policyExplain } from './commands/policy-explain.ts';
import { policyLint } from './commands/policy-lint.ts';
import { policySimulate } from './commands/policy-simulate.ts';
import {
  policyApprove,
  policyPropose,
  policyReturn,
  policyVersionsList,
  policyWithdraw,
} from './commands/policy-versions.ts';
import { serve } from './commands/serve.ts';
import { tokensImport } from './commands/tokens-import.ts';
import { tokensList } from './commands/tokens-list.ts';
import { tour } from './commands/tour.ts';
import { loadServer } from './data.ts';
import type { Io } from './io.ts';
import { branchCommand, type Leaf, type LeafParts, leafCommand, tidy } from './leaf.ts';
import { Failure, type Outcome, WrongUsage } from './outcome.ts';
import { version } from './version.ts';

/** Exit codes: the command was carried out; it was refused or failed; it made no sense. */
const done = 0;
const failed = 1;
const wrongUsage = 2;

/** Runs one command line and gives its exit code. Nothing is ever told by a stack trace. */
export async function runCli(argv: readonly string[], io: Io): Promise<number> {
  let code = done;
  const finish = (outcome: Outcome, json: boolean) => {
    code = outcome.ok ? done : failed;
    tell(outcome, json, io);
  };
  const json = argv.includes('--json');
  let usage = '';
  const remember = (text: string) => {
    usage += text;
  };
  const commander = { out: io.out, err: json ? remember : io.err };
  try {
    const root = program({ io, finish, commander });
    if (argv[0] === 'help') helpOf(root, argv.slice(1));
    await root.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return endOfUsage(error, { json, usage, io });
    return endOf(error, json, io);
  }
}

/** `help keys rotate` tells of `keys rotate`; commander's own help looks no further than `keys`. */
function helpOf(root: Command, path: readonly string[]): never {
  let command = root;
  for (const name of path.filter((part) => !part.startsWith('-'))) {
    const next = command.commands.find((one) => one.name() === name);
    command = next ?? command.error(`error: unknown command '${name}'`);
  }
  return command.help();
}

/** One document with `--json`, one line without; never both, so that a program reads one place. */
function tell(outcome: Outcome, json: boolean, io: Io): void {
  if (json) {
    const document = documentOf(outcome);
    if (document) io.out(`${JSON.stringify(document)}\n`);
    return;
  }
  if (outcome.text) io.out(`${outcome.text}\n`);
  if (!outcome.ok) io.err(`warifu: ${oneLine(outcome.message)}\n`);
}

function documentOf(outcome: Outcome): object | null {
  if (outcome.ok) return outcome.document;
  const { document, code, message } = outcome;
  return { ...document, error: { code, message: oneLine(message) } };
}

interface UsageEnd {
  readonly json: boolean;
  /** What commander said, where it was not printed. */
  readonly usage: string;
  readonly io: Io;
}

/** Commander has told what it had to tell; help that was asked for is no error. */
function endOfUsage({ exitCode }: CommanderError, { json, usage, io }: UsageEnd): number {
  if (exitCode === 0) return done;
  if (json) tell({ ok: false, code: usageCode, message: usage.replace(/^warifu: /, '') }, json, io);
  return wrongUsage;
}

async function endOf(error: unknown, json: boolean, io: Io): Promise<number> {
  const message = error instanceof Error ? error.message : 'something unexpected happened';
  const usage = error instanceof WrongUsage;
  tell({ ok: false, code: usage ? usageCode : await codeOf(error), message }, json, io);
  return usage ? wrongUsage : failed;
}

async function codeOf(error: unknown): Promise<string> {
  if (error instanceof Failure) return error.code;
  const { errorCodeOf } = await loadServer();
  return errorCodeOf(error);
}

const usageCode = 'wrong_usage';

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, '; ');
}

function program(parts: LeafParts): Command {
  const leaf = (one: Leaf) => leafCommand(one, parts);
  const branch = (name: string, summary: string, leaves: readonly Leaf[]) =>
    branchCommand(name, summary, { leaves, ...parts });
  const root = tidy(new Command('warifu'), parts.commander)
    .description('The one-time-password service of an internet bank.')
    .version(version, '--version', 'print the version')
    .addHelpText('after', rootHelp);
  const commands = [
    leaf(serve),
    leaf(migrate),
    branch('keys', 'The key-encryption keys, which are never in the store.', [
      keysInit,
      keysRotate,
      keysCheck,
    ]),
    branch('institutions', 'The institutions that this server runs.', [
      institutionsAdd,
      institutionsList,
    ]),
    branch('policy', 'Policy documents.', [
      policyCheck,
      policyLint,
      policyExplain,
      policyDiff,
      policySimulate,
      policyVersionsList,
      policyPropose,
      policyApprove,
      policyWithdraw,
      policyReturn,
    ]),
    branch('tokens', 'The stock of tokens.', [tokensImport, tokensList]),
    branch('api-keys', 'The keys of the institutions’ systems.', [
      apiKeysCreate,
      apiKeysList,
      apiKeysRevoke,
    ]),
    branch('jobs', 'Due work: what is done by the day.', [jobsList, jobsRun]),
    branch('audit', 'The record of all decisions.', [auditVerify]),
    leaf(backup),
    leaf(restore),
    leaf(tour),
  ];
  for (const command of commands) root.addCommand(command);
  return root;
}

const rootHelp = `
While a server runs, commands go through its admin socket in the data directory; otherwise they open
the store themselves. Every command takes --help, and --json for one JSON document; a failure is then
its member "error", with a stable "code". Exit codes: 0 done, 1 refused or failed, 2 wrong usage.

Environment:
  WARIFU_DATA_DIR      where the data live (./data/warifu; for the tour ./data/demo)
  WARIFU_STORE_URL     a PostgreSQL database that nodes share, instead of a file in there
  WARIFU_NODE          the name of this node (node-1); no two nodes of a store have the same
  WARIFU_KEYRING_FILE  the keyring, if it is not keyring.json in there
  WARIFU_KEYRING       the keyring itself, instead of a file
  HOST, PORT           where to listen (127.0.0.1, 8080)
  WARIFU_PUBLIC_URL    where customers reach this server; mails link to its /app/
  WARIFU_SMTP_URL      where mails leave (smtp://user:password@host:587); without it they wait
  WARIFU_MAIL_FROM     the sender of all mails

Examples:
  $ warifu keys init
  $ warifu serve
  $ warifu tokens import fobs.pskcxml --institution ID --format pskc --preshared-key-file key.hex`;
