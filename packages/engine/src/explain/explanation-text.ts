import { dateOf, localTimeOf } from '../calendar/dates.ts';
import type { Requirement } from '../challenge/decide-challenge.ts';
import { operationOf } from '../policy/operations.ts';
import type { BothLanguages } from '../policy/policy-fault.ts';
import type { Policy } from '../policy/policy-schema.ts';
import type { User } from '../user/user.ts';
import type { Explanation } from './explanation.ts';
import { challengeWords, enrolmentWords } from './words.ts';

type Told = Pick<Explanation, 'operation' | 'requirement' | 'enrolment' | 'rules'>;

/** An explanation in lines for people. */
export function explanationText(told: Told, user: User, policy: Policy): BothLanguages[] {
  return [
    headline(told, user, policy),
    because(told, policy),
    ...until(told.requirement, policy),
    enrolmentLine(told, policy),
    ...told.rules.map((rule) => ruleLine(rule)),
  ];
}

/** An instant as people of the institution read it: date and time of its zone. */
export function instantText(at: number, policy: Policy): string {
  const { time_zone: timeZone } = policy.institution;
  return `${dateOf(at, timeZone)} ${localTimeOf(at, timeZone)}`;
}

function factorName(factor: string, { labels }: Policy): BothLanguages {
  const label = labels[factor === 'otp' ? 'otp' : `factor.${factor}`];
  return label ?? { ja: factor, en: factor };
}

function headline({ operation, requirement }: Told, user: User, policy: Policy): BothLanguages {
  const label = operationOf(policy, operation)?.label ?? { ja: operation, en: operation };
  const names = requirement.factors.map((factor) => factorName(factor, policy));
  const [ja, en] = {
    none: ['何も求めません', 'asks for nothing'],
    fixed_factors: [
      `${names.map((one) => one.ja).join('、')}を求めます`,
      `asks for ${names.map((one) => one.en).join(', ')}`,
    ],
    otp: [
      `${names.map((one) => one.ja).join('、')}を求めます`,
      `asks for ${names.map((one) => one.en).join(', ')}`,
    ],
    registration: ['登録が済むまで受け付けません', 'is refused until a token is registered'],
    blocked: ['受け付けません', 'is refused'],
  }[requirement.required] as [string, string];
  return {
    ja: `${user.loginId} の「${label.ja}」：${ja}`,
    en: `${label.en}, ${user.loginId}: ${en}`,
  };
}

function because({ requirement, rules }: Told, _policy: Policy): BothLanguages {
  const words = challengeWords(requirement.reason);
  const rule = rules.find((one) => one.id === requirement.rule);
  if (!rule) return { ja: `理由：${words.ja}`, en: `Why: ${words.en}` };
  return {
    ja: `理由：${words.ja}（規則「${rule.id}」、${rule.path}）`,
    en: `Why: ${words.en} (rule ${rule.id}, ${rule.path})`,
  };
}

function until({ blockedUntil }: Requirement, policy: Policy): BothLanguages[] {
  if (blockedUntil === null) return [];
  const at = instantText(blockedUntil, policy);
  return [{ ja: `${at} に自動的に終わります`, en: `It ends by itself at ${at}` }];
}

function enrolmentLine({ enrolment }: Told, policy: Policy): BothLanguages {
  const words = enrolmentWords(enrolment.reason);
  const { endsAt } = enrolment.grace;
  const [ja, en] =
    endsAt === null
      ? ['', '']
      : [
          `（猶予：${instantText(endsAt, policy)} まで）`,
          ` (grace until ${instantText(endsAt, policy)})`,
        ];
  return { ja: `登録：${words.ja}${ja}`, en: `Registration: ${words.en}${en}` };
}

function ruleLine({ id, verdict }: Explanation['rules'][number]): BothLanguages {
  switch (verdict.outcome) {
    case 'decides':
      return { ja: `規則「${id}」：適用`, en: `Rule ${id}: decides` };
    case 'comes_later':
      return {
        ja: `規則「${id}」：条件は合うが、先の規則が優先`,
        en: `Rule ${id}: fits, but an earlier rule decides`,
      };
    case 'conditions_fail': {
      const list = verdict.conditions.join(', ');
      return {
        ja: `規則「${id}」：条件に合わない（${list}）`,
        en: `Rule ${id}: does not fit (${list})`,
      };
    }
  }
}
