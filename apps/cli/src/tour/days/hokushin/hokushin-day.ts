import type { InstitutionDay } from '../../institution-day.ts';

export const hokushinDay: InstitutionDay = { prompt: 'login', fobs: [], chapters: [] };
