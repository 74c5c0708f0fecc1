/** A sentence in both languages of the product. */
export interface BothLanguages {
  readonly ja: string;
  readonly en: string;
}

/** Every way in which a policy document can be wrong; programs look at these, people at the message. */
export const policyFaultCodes = [
  'unknown_key',
  'missing_key',
  'wrong_type',
  'not_one_of',
  'wrong_pattern',
  'out_of_range',
  'wrong_length',
  'duplicate',
  'invalid',
  'kind_not_available',
  'reference_unknown',
  'name_reserved',
  'date_invalid',
  'day_invalid',
  'time_zone_unknown',
  'pattern_invalid',
  'not_for_this_kind',
  'needed_for_this_kind',
  'range_reversed',
  'needed_together',
  'not_together',
  'authenticators_alike',
  'cap_below_threshold',
  'dates_out_of_order',
  'hours_reversed',
  'no_business_day',
] as const;

export type PolicyFaultCode = (typeof policyFaultCodes)[number];

/** One fault of a policy document, with the JSON Pointer of where it lies. */
export interface PolicyFault {
  readonly path: string;
  readonly code: PolicyFaultCode;
  readonly message: BothLanguages;
}

export function fault(
  path: string,
  code: PolicyFaultCode,
  message: readonly [ja: string, en: string],
): PolicyFault {
  const [ja, en] = message;
  return { path, code, message: { ja, en } };
}

/** A reference that leads nowhere, in the words of what it should have named. */
export function unknownReference(
  path: string,
  name: string,
  what: readonly [ja: string, en: string],
): PolicyFault {
  const [ja, en] = what;
  return fault(path, 'reference_unknown', [
    `「${name}」という${ja}はありません。名称を確かめるか、定義を追加してください`,
    `names no ${en}: ${name}; correct the name or define it`,
  ]);
}
