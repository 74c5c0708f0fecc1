import { factorsWithoutOtp } from '../challenge/challenge-rules.ts';
import { operationKindOf } from '../policy/operations.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { type Finding, finding, when } from './finding.ts';
import { issuedKinds, postedKinds } from './posted-kinds.ts';

/** Who must have tokens, how he comes to one, and who registers it. */
export function lintAdoption(policy: Policy): Finding[] {
  return [
    ...waysToTokens(policy),
    ...phases(policy),
    ...migrations(policy),
    ...registrations(policy),
    ...relations(policy),
  ];
}

function isMandatory({ adoption }: Policy): boolean {
  return adoption.obligation.some((phase) => phase.effect === 'mandatory');
}

function waysToTokens(policy: Policy): Finding[] {
  const { adoption } = policy;
  const none = adoption.application.length === 0 && !adoption.sent_unasked;
  return [
    ...when(none && postedKinds(policy).length > 0, () =>
      finding(['error', 'no_way_to_tokens'], '/adoption/application', [
        '郵送されるトークンを申し込む方法がなく、申込のない送付も行いません',
        'is empty, and nothing is sent unasked: no customer can get a posted token',
      ]),
    ),
    ...when(none && adoption.unit === 'contract' && isMandatory(policy), () =>
      finding(['error', 'obliged_without_application'], '/adoption/obligation', [
        '義務付けられたお客さまに申込の方法がありません',
        'obliges customers who have no way to apply',
      ]),
    ),
  ];
}

type Phase = Policy['adoption']['obligation'][number];

/** The last phase that has begun and fits decides, so an earlier one may never have its turn. */
function phases({ adoption: { obligation } }: Policy): Finding[] {
  return obligation.flatMap((phase, index) => {
    const later = obligation.slice(index + 1).find((other) => covers(other, phase));
    return when(later !== undefined, () =>
      finding(['error', 'phase_never_decides'], `/adoption/obligation/${index}`, [
        '後に書かれた段階が常に優先するため、この段階は働きません',
        'never decides: a later phase begins no later and covers the same customers',
      ]),
    );
  });
}

function covers(later: Phase, earlier: Phase): boolean {
  return (
    (later.from_on ?? '') <= (earlier.from_on ?? '') &&
    (later.contracts_opened_from ?? '') <= (earlier.contracts_opened_from ?? '') &&
    isWithin(earlier.contract_kinds, later.contract_kinds) &&
    isWithin(earlier.roles, later.roles)
  );
}

function isWithin<T>(inner: readonly T[] | undefined, outer: readonly T[] | undefined): boolean {
  return outer === undefined || (inner?.every((one) => outer.includes(one)) ?? false);
}

function migrations({ adoption: { migration }, authenticators, institution }: Policy): Finding[] {
  if (!migration) return [];
  const from = authenticators.find((one) => one.id === migration.from);
  const to = authenticators.find((one) => one.id === migration.to);
  const stranded = !isWithin(from?.contract_kinds, to?.contract_kinds);
  return [
    ...when(stranded, () =>
      finding(['error', 'migration_strands'], '/adoption/migration/to', [
        '移行先を使えない契約種別があり、切替日から OTP を使えなくなります',
        'is not for all kinds of contracts that use the old one; those are stopped at the cut-over',
      ]),
    ),
    ...when(migration.cut_over_on <= institution.service_from_on, () =>
      finding(['warning', 'migration_over_already'], '/adoption/migration/cut_over_on', [
        '切替日がサービス開始日以前のため、旧方式は一度も使えません',
        'lies before the service begins, so the old kind is never accepted',
      ]),
    ),
  ];
}

function registrations(policy: Policy): Finding[] {
  const { enrolment, self_service: selfService } = policy;
  const { who_registers: who, proof } = enrolment;
  const self = who.includes('each_user') || who.includes('before_login');
  const loginAsks = policy.challenge_rules.some(
    ({ factors, when: { operations, operation_kinds: kinds } }) =>
      factors.includes('otp') &&
      (operations?.some((name) => operationKindOf(policy, name) === 'login') ??
        kinds?.includes('login') ??
        true),
  );
  return [
    ...when(!proof.includes('otp'), () =>
      finding(['error', 'proof_without_code'], '/enrolment/proof', [
        '登録時に OTP を求めないため、トークンの所持を確かめられません',
        'asks for no code, so nobody proves that he holds the token',
      ]),
    ),
    ...when(!self && loginAsks && enrolment.after_grace === 'block_login', () =>
      finding(['error', 'registration_behind_login'], '/enrolment/after_grace', [
        '管理者だけが登録でき、その管理者も登録まではログインできません',
        'stops the login of the very administrators who alone could register tokens',
      ]),
    ),
    ...when(who.includes('before_login') && !selfService.actions.includes('register'), () =>
      finding(['error', 'before_login_without_self_service'], '/self_service/actions', [
        'ログイン前の登録（before_login）には、登録（register）の提供が必要です',
        'lacks register, and users are to register before they log in',
      ]),
    ),
    ...when(!who.includes('before_login') && selfService.actions.includes('register'), () =>
      finding(['warning', 'self_service_not_for_registration'], '/enrolment/who_registers', [
        'ログイン前の登録を提供していますが、before_login がないため使えません',
        'lacks before_login, so the registration that self_service offers is refused',
      ]),
    ),
    ...firstBindings(policy, self),
  ];
}

/** A posted token is itself the letter; an app needs nothing but what the user knows (row 30). */
function firstBindings(policy: Policy, self: boolean): Finding[] {
  const apps = issuedKinds(policy);
  return when(self && apps.length > 0, () =>
    finding(
      ['warning', 'first_binding_alone', 'NIST SP 800-63B-4 4.1.2.1'],
      '/enrolment/who_registers',
      [
        `「${apps.map((one) => one.id).join('、')}」の初回登録を、本人がパスワードだけで行えます。別の者の確認か書面の併用を検討してください`,
        `lets a user bind his first ${apps.map((one) => one.id).join(', ')} with what he knows alone; consider a second person or a letter`,
      ],
    ),
  );
}

function relations({
  relations: { users_per_token: users, assignment },
  ...policy
}: Policy): Finding[] {
  const shared = users === 'any' || users > 1;
  const spared = policy.challenge_rules.some(
    (rule) => rule.factors.includes('otp') && factorsWithoutOtp(rule).length === 0,
  );
  return [
    ...when(!shared && assignment === 'all_same', () =>
      finding(['error', 'assignment_impossible'], '/relations/assignment', [
        '一人に一つのトークンなのに、全員が同じトークンを使うことになっています',
        'wants one token for all users, and a token has one user only',
      ]),
    ),
    ...when(shared, () =>
      finding(['note', 'tokens_shared', 'NIST SP 800-63B-4 4.1'], '/relations/users_per_token', [
        'トークンを共用できるため、誰が操作したかはトークンだけでは分かりません',
        'lets users share a token, so the token alone does not tell who acted',
      ]),
    ),
    ...when(spared, () =>
      finding(['warning', 'nothing_asked_without_otp'], '/challenge_rules', [
        'OTP を使っていない利用者には何も求めない規則があります',
        'have one that asks nothing of users who need no OTP yet',
      ]),
    ),
  ];
}
