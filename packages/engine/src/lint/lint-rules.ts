import { matchingRule } from '../challenge/challenge-rules.ts';
import { type Operation, operationKindOf, operationOf } from '../policy/operations.ts';
import type { ChallengeRule, Policy } from '../policy/policy-schema.ts';
import { type Finding, finding, when } from './finding.ts';
import { type RuleCase, ruleCases } from './rule-cases.ts';

/** What is wrong with the ordered rules: some never speak, some operations nobody protects. */
export function lintRules(policy: Policy): Finding[] {
  const cases = ruleCases(policy);
  if (!cases)
    return [
      finding(['note', 'rules_too_many_to_check'], '/challenge_rules', [
        '条件の組み合わせが多すぎるため、適用されない規則の検査を省きました',
        'have too many combinations of conditions to look for rules that never apply',
      ]),
    ];
  const answers = cases.map((one) => ({ case: one, rule: matchingRule(policy, one) }));
  return [
    ...unreachableRules(policy, answers),
    ...conditionsWithoutEffect(policy),
    ...unprotected(policy, answers),
    ...dodgeable(policy, answers),
    ...unusedFactors(policy),
    ...otpNowhere(policy, answers),
    ...logins(policy),
  ];
}

interface Answer {
  readonly case: RuleCase;
  readonly rule: ChallengeRule | undefined;
}

/** A rule that speaks in no case: nobody may do its operation, or earlier rules always speak first. */
function unreachableRules(policy: Policy, answers: readonly Answer[]): Finding[] {
  const speaking = new Set(answers.map(({ rule }) => rule?.id));
  return policy.challenge_rules.flatMap((rule, index) => {
    if (speaking.has(rule.id)) return [];
    const path = `/challenge_rules/${index}`;
    const alone = { ...policy, challenge_rules: [rule] };
    const own = answers.filter((answer) => matchingRule(alone, answer.case));
    if (own.length === 0)
      return [
        finding(['error', 'rule_for_nobody'], path, [
          `規則「${rule.id}」の条件に当てはまる操作と役割の組み合わせがありません`,
          `${rule.id} can never apply: nobody may do what its conditions describe`,
        ]),
      ];
    const before = [...new Set(own.map((answer) => answer.rule?.id))].join(', ');
    return [
      finding(['error', 'rule_unreachable'], path, [
        `規則「${rule.id}」は適用されません。先にある規則（${before}）が常に優先します`,
        `${rule.id} never applies: earlier rules always come first (${before})`,
      ]),
    ];
  });
}

/** Conditions on the flow of approval say nothing where no operation of the rule has one. */
function conditionsWithoutEffect(policy: Policy): Finding[] {
  return policy.challenge_rules.flatMap((rule, index) => {
    const { approval, stage } = rule.when;
    const flows = operationsOf(policy, rule).some((one) => one.approval);
    const path = `/challenge_rules/${index}`;
    return [
      ...when((approval ?? stage) !== undefined && !flows, () =>
        finding(['warning', 'stage_without_approval'], `${path}/when`, [
          '承認の流れを取らない操作に、承認段階の条件が付いています',
          'looks at stages of approval, and its operations have none',
        ]),
      ),
      ...when(rule.without_otp !== undefined && !rule.factors.includes('otp'), () =>
        finding(['warning', 'without_otp_unused'], `${path}/without_otp`, [
          'OTP を求めない規則なので、この指定は使われません',
          'is never used: the rule asks for no OTP',
        ]),
      ),
    ];
  });
}

function operationsOf(
  policy: Policy,
  { when: { operations, operation_kinds: kinds } }: ChallengeRule,
) {
  const names = operations ?? Object.keys(policy.operations);
  return names
    .filter((name) => kinds === undefined || kinds.includes(operationKindOf(policy, name)))
    .flatMap((name): Operation[] => {
      const operation = operationOf(policy, name);
      return operation ? [operation] : [];
    });
}

/** Operations for which nothing is asked, because no rule speaks of them or one asks for nothing. */
function unprotected(policy: Policy, answers: readonly Answer[]): Finding[] {
  return Object.keys(policy.operations).flatMap((name) => {
    const own = answers.filter((answer) => answer.case.operation === name);
    const path = `/operations/${name}`;
    const ruled = own.filter(({ rule }) => rule !== undefined);
    if (ruled.length === 0)
      return [
        finding(['warning', 'operation_without_rule'], path, [
          `操作「${name}」に当てはまる規則がないため、何も求めずに実行できます`,
          `has no rule, so it asks for nothing at all: ${name}`,
        ]),
      ];
    return when(
      own.every(({ rule }) => rule?.factors.length === 0),
      () =>
        finding(['note', 'operation_asks_nothing'], path, [
          `操作「${name}」では何も求めません`,
          `asks for nothing: ${name}`,
        ]),
    );
  });
}

/** Facts that the institution's system may leave out, and the OTP with them. */
function dodgeable(policy: Policy, answers: readonly Answer[]): Finding[] {
  const asks = (rule: ChallengeRule | undefined) => rule?.factors.includes('otp') ?? false;
  const silent = ({ case: { amountYen, channel, payeeClass, clientCertificate } }: Answer) =>
    [amountYen, channel, payeeClass, clientCertificate].every((fact) => fact === undefined);
  const rest = ({ case: one }: Answer) =>
    [one.operation, one.role, one.contractKind, one.approval, one.stage, one.optedIn]
      .concat(one.authenticators)
      .join();
  const open = new Set(answers.filter((one) => silent(one) && !asks(one.rule)).map(rest));
  const dodged = new Map<string, ChallengeRule>();
  for (const answer of answers)
    if (!silent(answer) && answer.rule && asks(answer.rule) && open.has(rest(answer)))
      dodged.set(answer.rule.id, answer.rule);
  return [...dodged.values()].map((rule) =>
    finding(
      ['warning', 'otp_dodged_by_silence', 'OWASP ASVS 2.3.1'],
      `/challenge_rules/${policy.challenge_rules.indexOf(rule)}/when`,
      [
        '金額・経路・振込先区分などが通知されないと、この規則を外れて OTP が求められません。最後に条件のない規則を置いてください',
        'asks for the OTP only when a fact is stated, and without the fact none is asked; end with a rule that has no such condition',
      ],
    ),
  );
}

function unusedFactors(policy: Policy): Finding[] {
  const used = new Set([
    ...policy.challenge_rules.flatMap((rule) => [
      ...rule.factors,
      ...(rule.replaces ?? []),
      ...(rule.without_otp ?? []),
    ]),
    ...policy.enrolment.proof,
    ...policy.self_service.factors,
  ]);
  return policy.fixed_factors
    .filter((factor) => !used.has(factor))
    .map((factor) =>
      finding(['note', 'factor_unused'], '/fixed_factors', [
        `要素「${factor}」はどこでも求められません`,
        `names ${factor}, which nothing asks for`,
      ]),
    );
}

function otpNowhere({ challenge_rules: rules }: Policy, answers: readonly Answer[]): Finding[] {
  const asked = answers.some(({ rule }) => rule?.factors.includes('otp'));
  if (asked) return [];
  const [ja, en] = rules.some((rule) => rule.factors.includes('otp'))
    ? ['OTP を求める規則が一度も適用されません', 'ask for the OTP only in rules that never apply']
    : ['OTP を求める規則がありません', 'never ask for the OTP'];
  return [finding(['error', 'otp_never_asked'], '/challenge_rules', [ja, en])];
}

/** Grace, locks and cooldowns that stop the login look at the operation of that kind. */
function logins(policy: Policy): Finding[] {
  const names = Object.keys(policy.operations);
  const has = names.some((name) => operationKindOf(policy, name) === 'login');
  return when(!has, () =>
    finding(['warning', 'no_login'], '/operations', [
      '種別が login の操作がないため、ログインを止める規則が働きません',
      'have none of the kind login, so nothing that stops a login has an effect',
    ]),
  );
}
