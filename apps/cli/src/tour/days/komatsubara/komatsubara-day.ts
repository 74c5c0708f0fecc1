import type { InstitutionDay } from '../../institution-day.ts';

export const komatsubaraDay: InstitutionDay = { prompt: 'login', fobs: [], chapters: [] };
