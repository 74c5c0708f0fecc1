import type { User } from '../../user/user.ts';

/** Something that a user is entitled to and cannot do in a state. */
export interface Stuck {
  readonly user: User;
  readonly operation: string;
  readonly reason: string;
}

/** At the login: he gets in, he meets the registration screen, or nothing. */
export type AtLogin = 'in' | 'registration_screen' | 'refused';

/** What the engine answers about one user's own part; it looks at nobody else's. */
export interface OwnAnswers {
  stuck?: readonly Omit<Stuck, 'user'>[];
  login?: AtLogin;
  code?: boolean;
  readonly acts: Map<string, boolean>;
}
