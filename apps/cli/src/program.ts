import { Command, CommanderError } from 'commander';
import { apiKeysCreate } from './commands/api-keys.ts';
import { auditVerify } from './commands/audit.ts';
import { institutionsAdd, institutionsList } from './commands/institutions.ts';
import { keysCheck, keysInit, keysRotate } from './commands/keys.ts';
import { migrate } from './commands/migrate.ts';
import { policyCheck } from './commands/policy.ts';
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
import type { Io } from './io.ts';
import { branchCommand, type Leaf, leafCommand, tidy } from './leaf.ts';
import { type Outcome, WrongUsage } from './outcome.ts';
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
  try {
    await program(io, finish).parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    return endOf(error, argv.includes('--json'), io);
  }
}

function tell(outcome: Outcome, json: boolean, io: Io): void {
  if (!json && outcome.text) io.out(`${outcome.text}\n`);
  if (json && outcome.document) io.out(`${JSON.stringify(outcome.document)}\n`);
  if (!outcome.ok) io.err(`warifu: ${oneLine(outcome.message)}\n`);
}

function endOf(error: unknown, json: boolean, io: Io): number {
  // Commander has told what it had to tell; help that was asked for is no error.
  if (error instanceof CommanderError) return error.exitCode === 0 ? done : wrongUsage;
  const message = error instanceof Error ? error.message : 'something unexpected happened';
  if (error instanceof WrongUsage) {
    io.err(`warifu: ${oneLine(message)}\n`);
    return wrongUsage;
  }
  tell({ ok: false, document: { error: oneLine(message) }, message }, json, io);
  return failed;
}

function oneLine(text: string): string {
  return text.trim().replace(/\s*\n\s*/g, '; ');
}

function program(io: Io, finish: (outcome: Outcome, json: boolean) => void): Command {
  const leaf = (one: Leaf) => leafCommand(one, { io, finish });
  const branch = (name: string, summary: string, leaves: readonly Leaf[]) =>
    branchCommand(name, summary, { leaves, io, finish });
  const root = tidy(new Command('warifu'), io)
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
      policyVersionsList,
      policyPropose,
      policyApprove,
      policyWithdraw,
      policyReturn,
    ]),
    branch('tokens', 'The stock of tokens.', [tokensImport, tokensList]),
    branch('api-keys', 'The keys of the institutions’ systems.', [apiKeysCreate]),
    branch('audit', 'The record of all decisions.', [auditVerify]),
    leaf(tour),
  ];
  for (const command of commands) root.addCommand(command);
  return root;
}

const rootHelp = `
While a server runs, commands go through its admin socket in the data directory; otherwise they open
the store themselves. Every command takes --help, and --json for one JSON document.
Exit codes: 0 done, 1 refused or failed, 2 wrong usage.

Environment:
  WARIFU_DATA_DIR      where the data live (./data/warifu; for the tour ./data/demo)
  WARIFU_KEYRING_FILE  the keyring, if it is not keyring.json in there
  WARIFU_KEYRING       the keyring itself, instead of a file
  HOST, PORT           where to listen (127.0.0.1, 8080)

Examples:
  $ warifu keys init
  $ warifu serve
  $ warifu tokens import fobs.pskcxml --institution ID --format pskc --preshared-key-file key.hex`;
