/**
 * Bugs that services of this kind really had, or nearly had here, and the seed that finds each: a
 * simulation that stays clean with one of them in has not looked. They are planted in a copy of the
 * tree (tests/planted).
 */
export interface PlantedBug {
  /** The row or requirement that it breaks, and what is wrong. */
  readonly name: string;
  readonly plants: readonly {
    readonly file: string;
    readonly right: string;
    readonly wrong: string;
  }[];
  /**
   * The seed that finds it under this policy. What the dice come to moves with every change of the
   * product, so that it may be one of the next few by now.
   */
  readonly seed: number;
  readonly policy: string;
  /** The rule that the oracle then names. */
  readonly rule: string;
}

const engine = 'packages/engine/src';
const verification = `${engine}/verification/decide-verification.ts`;
const matching = `${engine}/verification/matching-steps.ts`;
const mark = '(step) => step <= token.lastAcceptedStep';

export const bugs: readonly PlantedBug[] = [
  {
    name: 'row 1: the last accepted step is accepted again',
    plants: [{ file: matching, right: mark, wrong: '(step) => step < token.lastAcceptedStep' }],
    seed: 1,
    policy: 'nanahoshi',
    rule: 'ALL-01',
  },
  {
    name: 'row 2: what was decided on old state is saved',
    plants: [
      { file: 'sim/store/save.ts', right: 'if (!asRead) throw', wrong: 'if (false) throw' },
      {
        file: 'sim/store/save.ts',
        right: "if (known?.version !== row.version - 1) throw new Stale('version');",
        wrong: '',
      },
    ],
    seed: 1,
    policy: 'nanahoshi',
    rule: 'ALL-01',
  },
  {
    name: 'row 4: an older step that nobody has used is accepted',
    plants: [{ file: matching, right: mark, wrong: '(step) => step === token.lastAcceptedStep' }],
    seed: 1,
    policy: 'nanahoshi',
    rule: 'ALL-01',
  },
  {
    name: 'row 7: what is no code is refused without being counted',
    plants: [
      {
        file: verification,
        right: "return count(user, token, { reason: 'code_malformed', context });",
        wrong: "return refused('code_malformed');",
      },
    ],
    seed: 1,
    policy: 'nanahoshi',
    rule: 'row 7',
  },
  {
    name: 'row 8: a repeated request is decided anew',
    plants: [
      {
        file: 'packages/service/src/acts/perform.ts',
        right: 'idempotency: context.idempotency,',
        wrong: 'idempotency: undefined,',
      },
    ],
    seed: 1,
    policy: 'nanahoshi',
    rule: 'row 8',
  },
  {
    name: 'row 12: a locked user’s code is looked at',
    plants: [
      {
        file: verification,
        right: "if (lockAt(user.guard, context.now)) return 'user_locked';",
        wrong: '',
      },
    ],
    seed: 1,
    policy: 'nanahoshi',
    rule: 'row 12',
  },
  {
    name: 'row 13: the count is undone when the answer cannot be presented',
    plants: [
      {
        file: 'packages/service/src/acts/perform.ts',
        right: 'return context.failed;',
        wrong: "throw new Error('the answer could not be presented');",
      },
    ],
    seed: 1,
    policy: 'nanahoshi',
    rule: 'an act threw',
  },
  {
    name: 'row 21: an administrator’s unlock hands out endless guesses',
    plants: [
      {
        file: `${engine}/lockout/guard.ts`,
        right: 'return { ...guard, failures: 0, lock: null };',
        wrong: 'return cleanGuard;',
      },
    ],
    seed: 5,
    policy: 'nanahoshi',
    rule: 'row 21',
  },
  {
    name: 'row 22: whoever is locked lifts his own lock',
    plants: [
      {
        file: `${engine}/lockout/who-can-unlock.ts`,
        right: "if (own && !unlock.oneself) return 'not_oneself';",
        wrong: '',
      },
    ],
    seed: 1,
    policy: 'nanahoshi',
    rule: 'row 22',
  },
  {
    name: 'row 28: a paused token goes on',
    plants: [
      {
        file: verification,
        right: "if (token.suspendedAt !== null) return 'token_suspended';",
        wrong: '',
      },
    ],
    seed: 1,
    policy: 'nanahoshi',
    rule: 'row 28',
  },
  {
    name: 'row 32: grace begins again with every application',
    plants: [
      {
        file: `${engine}/shipment/evolve-post.ts`,
        right: 'adoptedAt: view.contract.adoptedAt ?? event.at,\n    authenticator',
        wrong: 'adoptedAt: event.at,\n    authenticator',
      },
    ],
    seed: 1,
    policy: 'nanahoshi',
    rule: 'row 32',
  },
  {
    name: 'row 33: a token that was revoked before its first code comes into service',
    plants: [
      {
        file: `${engine}/issuance/decide-completion.ts`,
        right:
          "return token.state === 'retired' ? 'token_not_in_service' : tokenObstacle(token, context);",
        wrong: 'return tokenObstacle(token, context);',
      },
    ],
    seed: 2,
    policy: 'kenyo',
    rule: 'row 28',
  },
  {
    name: 'row 34: an expired token is accepted',
    plants: [
      {
        file: verification,
        right: "if (isExpired(token, now, policy)) return 'token_expired';",
        wrong: '',
      },
    ],
    seed: 6,
    policy: 'kinpo',
    rule: 'row 34',
  },
  {
    name: 'row 34: the pause after a revocation is forgotten',
    plants: [
      {
        file: `${engine}/challenge/standing-obstacle.ts`,
        right: 'return user.lastRevokedAt + cooldown.minutes * 60_000;',
        wrong: 'return user.lastRevokedAt + cooldown.minutes * 6_000;',
      },
    ],
    seed: 1,
    policy: 'kenyo',
    rule: 'row 34',
  },
  {
    name: 'ALL-01: the learnt drift lets a used step in',
    plants: [
      {
        file: matching,
        right: mark,
        wrong: '(step) => step + token.driftSteps <= token.lastAcceptedStep',
      },
    ],
    seed: 1,
    policy: 'nanahoshi',
    rule: 'ALL-01',
  },
  {
    name: 'row 4: unlocking a token lowers its mark',
    plants: [
      {
        file: `${engine}/token/evolve-tokens.ts`,
        right: "guard: event.by === 'customer' ? unlockByCustomer(token.guard)",
        wrong:
          "lastAcceptedStep: -1, guard: event.by === 'customer' ? unlockByCustomer(token.guard)",
      },
    ],
    seed: 1,
    policy: 'kinpo',
    rule: 'S0-09',
  },
  {
    name: 'S0-11: each posted token counts as two',
    plants: [
      {
        file: `${engine}/token/evolve-tokens.ts`,
        right: 'shipped.contract.countedTokens + 1',
        wrong: 'shipped.contract.countedTokens + 2',
      },
    ],
    seed: 1,
    policy: 'nanahoshi',
    rule: 'S0-11',
  },
];
