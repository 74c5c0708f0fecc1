import type { DemoInstitutionId } from '@warifu/institutions';
import { seedHokushin } from './hokushin.ts';
import { seedKenyo } from './kenyo.ts';
import { seedKinpo } from './kinpo.ts';
import { seedKomatsubara } from './komatsubara.ts';
import { seedNanahoshi } from './nanahoshi.ts';
import type { Seeding } from './seeding.ts';

interface DemoSeed {
  /** The first serial of its fobs; null where it hands out none. */
  readonly firstSerial: number | null;
  readonly seed: (seeding: Seeding) => Promise<void>;
}

/** How each demo institution is filled. */
export const demoSeeds: Readonly<Record<DemoInstitutionId, DemoSeed>> = {
  nanahoshi: { firstSerial: 2_900_000_001, seed: seedNanahoshi },
  kinpo: { firstSerial: 3_100_000_001, seed: seedKinpo },
  kenyo: { firstSerial: null, seed: seedKenyo },
  hokushin: { firstSerial: 4_200_000_001, seed: seedHokushin },
  komatsubara: { firstSerial: null, seed: seedKomatsubara },
};
