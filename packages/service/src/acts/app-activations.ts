import { timingSafeEqual } from 'node:crypto';
import {
  type Authenticator,
  type ContractView,
  canonicaliseActivationPassword,
  decideActivation,
  decideCredential,
  type Issuance,
  issuanceOf,
  type Policy,
  type Token,
} from '@warifu/engine';
import type { ServiceDeps } from '../deps.ts';
import type { RunResult, StoredAnswer, WorkOutcome } from '../ports/store.ts';
import type { ActResult } from './act-result.ts';
import { activationMac, canonicalIds } from './activation-proof.ts';
import { auditActor, type CallContext } from './call-context.ts';
import { type ActInput, type ActOutput, perform } from './perform.ts';
import {
  deviceOf,
  type MadeToken,
  madeToken,
  newSeed,
  withFreshSerial,
} from './software-tokens.ts';

/**
 * What an app without an API key may do: take its seed, once (S2-02), or make itself a token that is
 * registered later by the ID that it shows (S4-01). The answer holds the seed, so nothing of it is
 * stored: these calls take no Idempotency-Key. A lost answer is repeated by the same proof, and then
 * brings a new seed (see `decideActivation`).
 */
export interface Activation {
  readonly serviceId: string;
  readonly appUserId: string;
  readonly activationPassword: string;
  readonly deviceId: string;
}

/** What the app is told: with it it makes the codes. */
export interface AppToken {
  readonly token: Token;
  readonly secret: string;
  readonly authenticator: Authenticator;
  readonly policy: Policy;
}

/** As many digits as any policy may ask. */
const anyPassword = { from: 4, to: 8 } as const;

export function activateApp(
  deps: ServiceDeps,
  command: Activation,
  context: CallContext<AppToken>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const names = canonicalIds(command);
  const deviceId = deviceOf(institutionId, 'app', command.deviceId);
  const password = canonicaliseActivationPassword(command.activationPassword, anyPassword) ?? '';
  // Made before anything is looked up: an ID that does not exist takes as long as one that does.
  const mac = activationMac(deps, { institutionId, ...names, password });
  const tokenId = deps.newId('tok');
  return withFreshSerial(() =>
    perform(
      deps,
      {
        action: 'activate_app',
        scope: { kind: 'activation', institutionId, by: names, deviceId },
        missing: 'issuance_unknown',
        decide: (input) => activation(deps, { ...names, deviceId, mac, tokenId }, input),
      },
      context,
    ),
  );
}

interface Proof {
  readonly serviceId: string;
  readonly appUserId: string;
  readonly deviceId: string;
  readonly mac: Uint8Array;
  readonly tokenId: string;
}

function activation(deps: ServiceDeps, proof: Proof, input: ActInput): ActOutput<AppToken> {
  const { view, loaded, policy, now } = input;
  const { mac, ...named } = proof;
  const issuance = issuanceOf(view, named);
  const passwordRight = issuance !== undefined && timingSafeEqual(issuance.passwordMac, mac);
  const { deviceTokens } = loaded;
  const decision = decideActivation(
    view,
    { ...named, passwordRight, deviceTokens },
    { policy, now },
  );
  const shared = { decision, userId: issuance?.userId ?? null, outcome: 'accepted' } as const;
  const authenticator = policy.authenticators.find((one) => one.id === issuance?.authenticator);
  if (!decision.ok || !issuance || !authenticator)
    return { ...shared, tokenId: issuance?.tokenId ?? null, value: neverTold };
  const made = tokenFor(deps, { proof, issuance, authenticator, view, now });
  const { token, sealed, secret } = made;
  const seeds = new Map([[token.id, sealed]]);
  return {
    ...shared,
    tokenId: token.id,
    extra: () => (issuance.tokenId === null ? { tokens: [token], seeds } : { seeds }),
    value: () => ({ token, secret, authenticator, policy }),
  };
}

function neverTold(): never {
  throw new Error('a refused activation has no seed');
}

interface Making {
  readonly proof: Proof;
  readonly issuance: Issuance;
  readonly authenticator: Authenticator;
  readonly view: ContractView;
  readonly now: number;
}

/** A new token; or, when the answer was lost, the token that is there with another seed. */
function tokenFor(
  deps: ServiceDeps,
  { proof, issuance, authenticator, view, now }: Making,
): MadeToken {
  const { institutionId, id: contractId } = view.contract;
  const there = view.tokens.find((one) => one.id === issuance.tokenId);
  if (!there) {
    const { tokenId: id, deviceId } = proof;
    return madeToken(deps, authenticator, { id, institutionId, contractId, deviceId, now });
  }
  const place = { institutionId, tokenId: there.id, contractId };
  return { token: there, ...newSeed(deps, there.algorithm, place) };
}

export interface Credential {
  readonly authenticator: string | null;
  readonly deviceId: string;
}

/** Makes a token that no contract has claimed yet, for the app that asks (S4-01). */
export function makeCredential(
  deps: ServiceDeps,
  command: Credential,
  context: CallContext<AppToken>,
): Promise<RunResult> {
  const { institutionId } = context.client;
  const deviceId = deviceOf(institutionId, 'app', command.deviceId);
  const tokenId = deps.newId('tok');
  return withFreshSerial(() =>
    deps.store.run({
      scope: { kind: 'new_token', institutionId, deviceId },
      decide: ({ deviceTokens }) =>
        credential(deps, { ...command, deviceId, tokenId, deviceTokens }, context),
    }),
  );
}

function credential(
  deps: ServiceDeps,
  command: Credential & { readonly tokenId: string; readonly deviceTokens: number },
  context: CallContext<AppToken>,
): WorkOutcome {
  const { institutionId } = context.client;
  const now = deps.clock.now();
  const inForce = deps.policies.inForce(institutionId, now);
  if (!inForce) throw new Error(`no policy in force for ${institutionId}`);
  const { policy } = inForce;
  const { tokenId: id, deviceId } = command;
  const authenticator = decideCredential(policy, command);
  const refusal = typeof authenticator === 'string' ? authenticator : null;
  const made =
    typeof authenticator === 'string'
      ? null
      : {
          authenticator,
          ...madeToken(deps, authenticator, { id, institutionId, contractId: null, deviceId, now }),
        };
  return {
    changes: made ? { tokens: [made.token], seeds: new Map([[id, made.sealed]]) } : {},
    audit: {
      at: now,
      institutionId,
      contractId: null,
      userId: null,
      tokenId: made ? id : null,
      action: 'make_credential',
      outcome: made ? 'done' : 'refused',
      reason: refusal,
      actor: auditActor(context),
      source: context.source,
      factors: [],
      policyVersion: inForce.version,
      events: [],
    },
    answer: presented(
      context,
      made
        ? { ok: true, value: { ...made, policy } }
        : { ok: false, reason: refusal ?? 'authenticator_unknown' },
    ),
  };
}

function presented<T>(context: CallContext<T>, result: ActResult<T>): StoredAnswer {
  try {
    return context.present(result);
  } catch {
    return context.failed;
  }
}
