import type { RegistrationResult } from '@warifu/service';
import type * as wire from '@warifu/wire';
import { instantOf, instantText } from './wire-values.ts';

/** Registrations as the wire takes and shows them. */
export function statedFactors(factors: readonly wire.StatedFactor[] | undefined) {
  return (factors ?? []).map(({ kind, checked_at }) => ({
    kind,
    checkedAt: instantOf(checked_at),
  }));
}

/** The registration of one user. */
export function registrationBody({
  bindings,
  endedBindingIds,
}: RegistrationResult): wire.Registration {
  const [binding] = bindings;
  if (!binding) throw new Error('a registration without a binding was accepted');
  const { id, tokenId, startedAt } = binding;
  const [ended] = endedBindingIds;
  return {
    result: 'accepted',
    retry: 'none',
    binding: { id, token_id: tokenId, started_at: instantText(startedAt) },
    ...(ended === undefined ? {} : { ended_binding_id: ended }),
  };
}

/** The registration of several users by their administrator. */
export function registrationForUsersBody({
  bindings,
  endedBindingIds,
}: RegistrationResult): wire.RegistrationForUsers {
  return {
    result: 'accepted',
    retry: 'none',
    bindings: bindings.map((one) => ({
      id: one.id,
      user_id: one.userId,
      token_id: one.tokenId,
      started_at: instantText(one.startedAt),
    })),
    ended_binding_ids: [...endedBindingIds],
  };
}
