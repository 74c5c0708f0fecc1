/**
 * `npm test`: everything. First it looks for the programs of others that tests compare with, and
 * installs those that are missing; then come the steps of `npm run check` and all other tests.
 * Nothing is ever skipped silently: what cannot be had stops the suite with the line to run.
 */
import './check-node.mjs';
import { fences, longTests, runSteps, unitTests } from './steps.mjs';
import { installMissingTools } from './system-tools.mjs';

installMissingTools();
runSteps([...fences, ...unitTests, ...longTests]);
