import type { DemoInstitutionId } from '@warifu/institutions';
import type { InstitutionDay } from '../institution-day.ts';
import { hokushinDay } from './hokushin/hokushin-day.ts';
import { kenyoDay } from './kenyo/kenyo-day.ts';
import { kinpoDay } from './kinpo/kinpo-day.ts';
import { komatsubaraDay } from './komatsubara/komatsubara-day.ts';
import { nanahoshiDay } from './nanahoshi/nanahoshi-day.ts';

/** The day of each demo institution. */
export const theDays: Readonly<Record<DemoInstitutionId, InstitutionDay>> = {
  nanahoshi: nanahoshiDay,
  kinpo: kinpoDay,
  kenyo: kenyoDay,
  hokushin: hokushinDay,
  komatsubara: komatsubaraDay,
};
