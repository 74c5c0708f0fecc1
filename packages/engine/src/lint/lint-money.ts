import { operationKindOf } from '../policy/operations.ts';
import type { Policy } from '../policy/policy-schema.ts';
import { longestClosedRun } from './closed-run.ts';
import { type Finding, finding, when } from './finding.ts';
import { postedKinds } from './posted-kinds.ts';

/** Fees that are never charged, replacements that come too late, limits that punish OTP. */
export function lintMoney(policy: Policy): Finding[] {
  return [
    ...fees(policy),
    ...tax(policy),
    ...replacements(policy),
    ...limits(policy),
    ...sameDay(policy),
  ];
}

function fees(policy: Policy): Finding[] {
  const { fees: price, replacement } = policy;
  const posted = postedKinds(policy).length > 0;
  const never: [field: string, unless: boolean][] = [
    ['additional_yen', posted && price.free_tokens < 1_000],
    ['reissue_yen', posted],
    ['broken_yen', posted],
    ['broken_unreturned_yen', posted],
    [
      'replacement_yen',
      posted && price.replacement_free !== 'all' && replacement.tokens !== 'none',
    ],
  ];
  const named = (field: string) => Number(Reflect.get(price, field) ?? 0);
  return [
    ...never
      .filter(([field, charged]) => named(field) > 0 && !charged)
      .map(([field]) =>
        finding(['warning', 'fee_never_charged'], `/fees/${field}`, [
          `この手数料（${named(field)}円）は一度も発生しません`,
          `of ${named(field)} yen is never charged`,
        ]),
      ),
    ...when(posted && price.free_tokens > 0 && price.additional_yen === 0, () =>
      finding(['note', 'free_count_without_fee'], '/fees/free_tokens', [
        '追加の手数料がないため、無料の個数に意味がありません',
        'says how many tokens are free, and further ones cost nothing either',
      ]),
    ),
    ...when(price.reissue_charged === 'unless_returned' && price.reissue_yen === 0, () =>
      finding(['note', 'return_without_fee'], '/fees/reissue_charged', [
        '再発行が無料なので、返却による違いがありません',
        'makes no difference: a reissue costs nothing',
      ]),
    ),
    ...when(
      price.broken_unreturned_yen !== undefined && price.broken_unreturned_yen < price.broken_yen,
      () =>
        finding(['warning', 'return_punished'], '/fees/broken_unreturned_yen', [
          '返却しない方が安くなります',
          'makes it cheaper not to return a broken token',
        ]),
    ),
  ];
}

function tax({ fees: { tax: rule }, institution }: Policy): Finding[] {
  if (rule.mode === 'included') return [];
  const first = rule.rates[0]?.from_on ?? '';
  return when(first > institution.service_from_on, () =>
    finding(['error', 'tax_rate_missing'], '/fees/tax/rates/0/from_on', [
      `サービス開始日（${institution.service_from_on}）の税率がなく、税がかかりません`,
      `leaves the days from ${institution.service_from_on} without a rate, and no tax is added`,
    ]),
  );
}

function replacements(policy: Policy): Finding[] {
  const { replacement, adoption } = policy;
  const ending = postedKinds(policy).filter((one) => one.lifetime.ends !== 'never');
  const needed = longestClosedRun(policy) + 1 + adoption.delivery_days;
  const automatic = replacement.tokens === 'all' || replacement.tokens === 'free_tokens';
  return [
    ...when(replacement.at_expiry !== 'refused', () =>
      finding(['warning', 'fails_open', 'NIST SP 800-63B-4 4.4'], '/replacement/at_expiry', [
        '期限切れの利用者には OTP を求めません。期限を過ぎるのを待てば、パスワードだけで取引できるようになります',
        'fails open: whoever lets his token expire, or waits for that of his victim, works without OTP',
      ]),
    ),
    ...when(automatic && ending.length > 0 && replacement.lead_days < needed, () =>
      finding(['warning', 'replacement_too_late'], '/replacement/lead_days', [
        `期限の${replacement.lead_days}日前の発送では、連休をはさむと期限に間に合いません（最長${needed}日）`,
        `of ${replacement.lead_days} days is too short: with holidays a token takes up to ${needed} days`,
      ]),
    ),
    ...when(replacement.tokens === 'none' && ending.length > 0, () =>
      finding(['warning', 'no_replacement'], '/replacement/tokens', [
        '期限が来ても新しいトークンが送られず、申し込むまで使えなくなります',
        'sends nothing, so every customer is stopped at the expiry until he applies',
      ]),
    ),
    ...when(replacement.tokens === 'on_application' && adoption.application.length === 0, () =>
      finding(['error', 'replacement_without_application'], '/replacement/tokens', [
        '申込による交換なのに、申込の方法がありません',
        'waits for an application, and there is no way to apply',
      ]),
    ),
  ];
}

function limits(policy: Policy): Finding[] {
  const { per_operation: all, rise } = policy.limits;
  const each = all.flatMap((limit, index) => {
    const path = `/limits/per_operation/${index}`;
    const earlier = new Set(all.slice(0, index).flatMap((one) => one.operations));
    const notSending = limit.operations.filter(
      (name) => operationKindOf(policy, name) !== 'sending',
    );
    return [
      ...when(limit.with_otp_yen < limit.without_otp_yen, () =>
        finding(['error', 'limit_lower_with_otp'], path, [
          'OTP を使う方が限度額が低くなっています',
          'is lower with OTP than without',
        ]),
      ),
      ...when(notSending.length > 0, () =>
        finding(['warning', 'limit_without_effect'], `${path}/operations`, [
          `資金移動ではない操作には限度額が働きません：${notSending.join('、')}`,
          `names operations that send no money: ${notSending.join(', ')}`,
        ]),
      ),
      ...when(
        limit.operations.some((name) => earlier.has(name)),
        () =>
          finding(['warning', 'limit_shadowed'], `${path}/operations`, [
            '先にある限度額が優先する操作が含まれています',
            'names an operation whose limit an earlier entry decides',
          ]),
      ),
    ];
  });
  return [
    ...each,
    ...when(rise === 'next_day' && all.length === 0, () =>
      finding(['note', 'rise_without_limits'], '/limits/rise', [
        '限度額がないため、この指定は働きません',
        'has no effect: there are no limits',
      ]),
    ),
  ];
}

function sameDay(policy: Policy): Finding[] {
  const { same_day: rule, compensation, enrolment } = policy;
  const sends = Object.values(policy.operations).some((one) => one.kind === 'sending');
  return [
    ...when(!!rule?.operations.some((name) => operationKindOf(policy, name) !== 'sending'), () =>
      finding(['warning', 'same_day_without_effect'], '/same_day/operations', [
        '資金移動ではない操作には当日扱いの条件が働きません',
        'names operations that send no money',
      ]),
    ),
    ...when(!!compensation && compensation.with_otp_yen < compensation.without_otp_yen, () =>
      finding(['error', 'compensation_lower_with_otp'], '/compensation', [
        'OTP を使う方が補償限度額が低くなっています',
        'is lower with OTP than without',
      ]),
    ),
    ...when(enrolment.hold_hours > 0 && !sends, () =>
      finding(['warning', 'hold_without_effect'], '/enrolment/hold_hours', [
        '資金移動の操作がないため、留保が働きません',
        'has no effect: no operation sends money',
      ]),
    ),
    ...when(enrolment.after_grace === 'block_sending' && !sends, () =>
      finding(['error', 'blocks_nothing'], '/enrolment/after_grace', [
        '資金移動の操作がないため、猶予が終わっても何も止まりません',
        'stops nothing: no operation sends money',
      ]),
    ),
  ];
}
