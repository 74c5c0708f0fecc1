import { operationOf } from '../policy/operations.ts';
import type { BothLanguages } from '../policy/policy-fault.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { type Finding, finding } from './finding.ts';
import { type DeadEnd, usualLimits, type Walk } from './walk/walk.ts';

interface Explained {
  readonly path: string;
  readonly because: BothLanguages;
}

const locked: Explained = {
  path: '/lockout/unlock',
  because: { ja: '停止を解除できる者がいません', en: 'nobody can lift the lock' },
};

/** Why a user is stuck for good, and where in the document to look. */
const reasons: Readonly<Record<string, Explained>> = {
  user_locked: locked,
  token_locked: locked,
  registration_required: {
    path: '/enrolment',
    because: {
      ja: 'トークンを登録する手立てがありません',
      en: 'there is no way to register a token',
    },
  },
  token_expired: {
    path: '/replacement',
    because: {
      ja: '期限の切れたトークンに代わるものを受け取れません',
      en: 'there is no way to a successor of the expired token',
    },
  },
  application_due: {
    path: '/adoption/application',
    because: { ja: '申し込む手立てがありません', en: 'there is no way to apply' },
  },
  no_code: {
    path: '/revocation',
    because: {
      ja: '手元にないトークンのコードを求められ、失効も交換もできません',
      en: 'a code is asked of a token that is gone, and nobody can revoke or exchange it',
    },
  },
  token_suspended: {
    path: '/suspension',
    because: { ja: '一時停止を解ける者がいません', en: 'nobody can resume the paused token' },
  },
  emergency_stopped: {
    path: '/emergency_stop',
    because: { ja: '緊急停止を解除できる者がいません', en: 'nobody can lift the emergency stop' },
  },
};

/** The dead ends of a walk as findings, in the words of a bank officer. */
export function deadEndFindings(policy: Policy, walk: Walk): Finding[] {
  const ends = walk.deadEnds.map((one) => deadEndFinding(policy, one));
  if (!walk.complete)
    return [
      ...ends,
      finding(['warning', 'walk_cut_short'], '/', [
        `状態が多いため、行き詰まりの検査を${walk.states}状態で打ち切りました`,
        `has so many states that the search for dead ends was ended after ${walk.states}`,
      ]),
    ];
  const fewer = walk.troubles.findIndex((most, size) => most < (usualLimits.troubles[size] ?? 0));
  if (fewer < 0) return ends;
  const list = walk.troubles.join(', ');
  return [
    ...ends,
    finding(['note', 'walk_reduced'], '/', [
      `状態が多いため、同時に起きる障害の数を絞って行き詰まりを検査しました（利用者1〜3名の契約で ${list} 件まで）`,
      `has many states; dead ends were searched for up to so many troubles at the same time, in contracts of one to three users: ${list}`,
    ]),
  ];
}

function deadEndFinding(policy: Policy, { who, stuck, history }: DeadEnd): Finding {
  const { path, because } = reasons[stuck.reason] ?? {
    path: '/',
    because: { ja: stuck.reason, en: stuck.reason },
  };
  const label = operationOf(policy, stuck.operation)?.label ?? {
    ja: stuck.operation,
    en: stuck.operation,
  };
  const [first, ...rest] = history;
  const ja = history.map((one) => one.ja).join(' → ');
  const en = [first?.en ?? '', ...rest.map((one) => one.en)].join(', then ');
  return finding(['error', 'dead_end'], path, [
    `${who.ja}が「${label.ja}」を行えなくなり、元に戻せません。${because.ja}。経緯：${ja}`,
    `leaves ${who.en} without a way out: "${label.en}" stays refused, because ${because.en}. How it comes about: ${en}`,
  ]);
}
