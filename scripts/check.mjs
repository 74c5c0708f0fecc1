/**
 * `npm run check`: format, lint, types, import rules, dead code and unit tests, in under a minute.
 * Needs nothing from the system but what `npm ci` brought, except that unit tests which compare with
 * `oathtool` need that program (`npm test` installs it).
 */
import './check-node.mjs';
import { fences, runSteps, unitTests } from './steps.mjs';

runSteps([...fences, ...unitTests]);
