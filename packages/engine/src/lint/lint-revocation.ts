import type { Policy } from '../policy/policy-schema.ts';
import { type Finding, finding, when } from './finding.ts';
import { deskNeverCloses } from './lint-desks.ts';
import { actProof } from './lint-lockout.ts';

/** Loss, self-service, pause and emergency stop. */
export function lintRevocation(policy: Policy): Finding[] {
  return [
    ...losses(policy),
    ...actProof(policy, {
      operation: 'revoke_token',
      roles: policy.revocation.roles,
      path: '/revocation/roles',
      act: ['トークンの失効', 'a revocation'],
    }),
    ...selfService(policy),
    ...suspension(policy),
    ...emergencyStop(policy),
  ];
}

function losses(policy: Policy): Finding[] {
  const { revocation } = policy;
  const { cooldown, roles, oneself, web_notification: web, desk } = revocation;
  const any =
    roles.length > 0 ||
    web ||
    policy.suspension !== null ||
    policy.emergency_stop !== null ||
    deskNeverCloses(policy, desk);
  return [
    ...when(!any, () =>
      finding(['warning', 'loss_in_desk_hours_only', 'NIST SP 800-63B-4 4.2'], '/revocation', [
        '紛失したトークンを、窓口の営業時間外に止める方法がありません',
        'gives customers no way to stop a lost token while the desk is closed',
      ]),
    ),
    ...when(oneself && roles.length === 0, () =>
      finding(['note', 'revoke_oneself_without_roles'], '/revocation/oneself', [
        '失効できる役割がないため、本人の失効だけが認められます',
        'stands alone: no role may revoke the tokens of others',
      ]),
    ),
    ...when(cooldown !== null && cooldown.minutes > 1_440, () =>
      finding(['warning', 'cooldown_long'], '/revocation/cooldown/minutes', [
        '失効後の待機が一日を超えます',
        'makes users wait for more than a day after a revocation',
      ]),
    ),
  ];
}

function selfService({ self_service: service, adoption }: Policy): Finding[] {
  const { actions, factors, exchange_asks_old_code: asksOld } = service;
  const everybody = adoption.obligation.some(
    (one) => one.effect === 'mandatory' && !one.roles && !one.contract_kinds,
  );
  return [
    ...when(actions.length > 0 && factors.length === 0, () =>
      finding(['error', 'self_service_without_factor'], '/self_service/factors', [
        '本人確認の要素がないため、契約番号を知る者なら誰でも手続きできます',
        'is empty, so whoever knows a contract number could do all this',
      ]),
    ),
    ...when(actions.includes('exchange') && !asksOld, () =>
      finding(
        ['warning', 'exchange_by_password_alone', 'NIST SP 800-63B-4 4.1.2.1; CVE-2026-3429'],
        '/self_service/exchange_asks_old_code',
        [
          '旧トークンの OTP を求めないため、パスワードを盗んだ者が自分のトークンに交換できます',
          'asks for no code of the old token: a stolen password is enough to replace it',
        ],
      ),
    ),
    ...when(actions.includes('stop') && adoption.unit === 'contract', () =>
      finding(['error', 'stop_although_contract_adopts'], '/self_service/actions', [
        '契約全体で導入するため、利用者だけが利用停止することはできません',
        'let users stop by themselves, and OTP is adopted for whole contracts',
      ]),
    ),
    ...when(actions.includes('stop') && everybody, () =>
      finding(['warning', 'stop_although_mandatory'], '/self_service/actions', [
        '義務付けられたお客さまも利用停止でき、停止すると取引できなくなります',
        'let users stop who are obliged to use OTP; they are then refused',
      ]),
    ),
  ];
}

function suspension({ suspension: pause, ...policy }: Policy): Finding[] {
  if (!pause) return [];
  const loginAsks = policy.challenge_rules.some(
    (rule) => rule.factors.includes('otp') && rule.when.operations?.includes('login'),
  );
  const onlyUser = pause.resume_by.every((who) => who === 'user');
  return [
    ...when(onlyUser && loginAsks, () =>
      finding(['error', 'resume_behind_login'], '/suspension/resume_by', [
        '再開できるのは本人だけですが、一時停止中はログインできません',
        'names the user alone, and he cannot log in while his token is paused',
      ]),
    ),
    ...when(pause.by.length === 1 && pause.by[0] === 'user' && loginAsks, () =>
      finding(['warning', 'suspension_behind_login'], '/suspension/by', [
        'トークンをなくした利用者はログインできないため、自分では一時停止できません',
        'names the user alone, and without his token he cannot log in to pause it',
      ]),
    ),
  ];
}

function emergencyStop({ emergency_stop: stop }: Policy): Finding[] {
  if (!stop) return [];
  return [
    ...when(stop.roles.length === 0, () =>
      finding(['error', 'emergency_stop_nobodys'], '/emergency_stop/roles', [
        '緊急停止を行える役割がありません',
        'names nobody who could stop everything',
      ]),
    ),
    ...when(stop.scheduled_transfers === 'go_on', () =>
      finding(['note', 'scheduled_transfers_go_on'], '/emergency_stop/scheduled_transfers', [
        '緊急停止中も、予約済みの振込は実行されます',
        'go on during an emergency stop',
      ]),
    ),
  ];
}
