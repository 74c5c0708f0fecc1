import { onData } from '../data.ts';
import { readJson } from '../io.ts';
import type { Invocation, Leaf } from '../leaf.ts';
import { Failure, type Outcome, WrongUsage } from '../outcome.ts';

/** How the rules of an institution change: proposed by one, approved by another, taken back in one step. */
export const policyVersionsList: Leaf = {
  usage: 'list',
  summary: 'List the versions of an institution’s policy, the latest first.',
  examples: ['warifu policy list --institution ID'],
  onData: true,
  options: (command) => command.requiredOption('--institution <id>', 'whose policy'),
  run: async (invocation) => {
    const institution = invocation.options.needed('institution');
    const versions = await onData(invocation, (admin) => admin.policyVersions(institution));
    if (versions.length === 0)
      throw new Failure('institution_unknown', messages['institution_unknown'] ?? '');
    const lines = versions.map((one) => {
      const from = new Date(one.effectiveFrom).toISOString();
      const when = one.state === 'approved' ? ` from ${from}` : '';
      const approved = one.approvedBy === null ? '' : `, approved by ${one.approvedBy}`;
      const mark = one.inForce ? ' (in force)' : '';
      return `${one.version}  ${one.state}${when}${mark}  proposed by ${one.proposedBy}${approved}`;
    });
    return { ok: true, document: { institution, versions }, text: lines.join('\n') };
  },
};

export const policyPropose: Leaf = {
  usage: 'propose <policy>',
  summary: 'Propose a version of a policy. It decides nothing until a second person approves it.',
  examples: ['warifu policy propose policy.json --institution ID --by hanako'],
  onData: true,
  options: (command) =>
    command
      .requiredOption('--institution <id>', 'whose policy')
      .requiredOption('--by <name>', 'who proposes it'),
  run: async (invocation) => {
    const [file = ''] = invocation.args;
    const document = readJson(invocation.io, file);
    return act(invocation, { act: 'propose', document });
  },
};

export const policyApprove: Leaf = {
  usage: 'approve <version>',
  summary: 'Approve a proposed version; the approver is somebody else than the proposer.',
  examples: [
    'warifu policy approve 2 --institution ID --by taro --from 2027-04-01T00:00:00+09:00',
    'warifu policy approve 2 --institution ID --by taro',
  ],
  onData: true,
  options: (command) =>
    command
      .requiredOption('--institution <id>', 'whose policy')
      .requiredOption('--by <name>', 'who approves it')
      .option('--from <instant>', 'from when it decides, RFC 3339; at once when not given'),
  run: async (invocation) => {
    const from = invocation.options.text('from');
    const effectiveFrom = from === undefined ? null : Date.parse(from);
    if (Number.isNaN(effectiveFrom))
      throw new WrongUsage(`"${from}" is no instant; write it like 2027-04-01T00:00:00+09:00`);
    return act(invocation, { act: 'approve', version: versionOf(invocation), effectiveFrom });
  },
};

export const policyWithdraw: Leaf = {
  usage: 'withdraw <version>',
  summary: 'Take a version back that does not decide yet.',
  examples: ['warifu policy withdraw 2 --institution ID --by hanako'],
  onData: true,
  options: (command) =>
    command
      .requiredOption('--institution <id>', 'whose policy')
      .requiredOption('--by <name>', 'who takes it back'),
  run: (invocation) => act(invocation, { act: 'withdraw', version: versionOf(invocation) }),
};

export const policyReturn: Leaf = {
  usage: 'return',
  summary: 'Go back to the version that decided before, at once.',
  examples: ['warifu policy return --institution ID --by hanako'],
  onData: true,
  options: (command) =>
    command
      .requiredOption('--institution <id>', 'whose policy')
      .requiredOption('--by <name>', 'who goes back'),
  run: (invocation) => act(invocation, { act: 'return' }),
};

type Act =
  | { readonly act: 'propose'; readonly document: unknown }
  | { readonly act: 'approve'; readonly version: number; readonly effectiveFrom: number | null }
  | { readonly act: 'withdraw'; readonly version: number }
  | { readonly act: 'return' };

const messages: Readonly<Record<string, string>> = {
  institution_unknown:
    'there is no such institution here; `warifu institutions list` shows which are',
  invalid: 'the document has faults',
  unsound: 'the linter finds errors in the document; see `warifu policy lint`',
  other_institution: 'the document is the policy of another institution',
  nothing_changed: 'the document is the one in force',
  version_unknown: 'there is no such version; `warifu policy list` shows which are',
  same_person: 'somebody else than the proposer must approve it',
  name_missing: 'say who does it by --by',
  effective_in_past: 'it cannot decide from an instant that is past; leave --from away for at once',
  not_waiting: 'the version does not wait for approval',
  in_force_or_withdrawn:
    'the version is in force or was withdrawn; `warifu policy return` goes back',
  nothing_before: 'no other version decided before',
};

async function act(invocation: Invocation, request: Act): Promise<Outcome> {
  const institution = invocation.options.needed('institution');
  const by = invocation.options.needed('by');
  const result = await onData(invocation, (admin) =>
    admin.policyAct({ institution, by, ...request }),
  );
  if (!result.ok) {
    const faults = result.faults.map(({ path, message }) => `${path}: ${message.en}`).join('\n');
    const message = messages[result.reason] ?? result.reason;
    return {
      ok: false,
      code: `policy_${result.reason}`,
      document: { faults: result.faults },
      text: faults,
      message: `${message}; nothing was changed`,
    };
  }
  const { version, state, effectiveFrom } = result.version;
  const from = new Date(effectiveFrom).toISOString();
  const told = state === 'approved' ? `decides from ${from}` : `is ${state}`;
  const document = { institution, version, state, effective_from: from };
  return { ok: true, document, text: `version ${version} of the policy of ${institution} ${told}` };
}

function versionOf({ args: [text = ''] }: Invocation): number {
  const version = Number(text);
  if (!Number.isInteger(version) || version < 1) throw new WrongUsage(`"${text}" is no version`);
  return version;
}
