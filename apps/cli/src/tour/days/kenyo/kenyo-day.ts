import type { InstitutionDay } from '../../institution-day.ts';

export const kenyoDay: InstitutionDay = { prompt: 'login', fobs: [], chapters: [] };
