import type { Rule } from '../source-file.ts';
import { barrels } from './barrels.ts';
import { clocks } from './clocks.ts';
import { documentReferences } from './document-references.ts';
import { escapeHatches } from './escape-hatches.ts';
import { exactVersions } from './exact-versions.ts';
import { fileNames, vagueNames } from './file-names.ts';
import { institutionIds } from './institution-ids.ts';
import { fileLength, functionLength } from './lengths.ts';
import { listedImports } from './listed-imports.ts';
import { machinePaths } from './machine-paths.ts';
import { requirementIds } from './requirement-ids.ts';
import { testFocus } from './test-focus.ts';
import { unfinishedWords } from './unfinished-words.ts';

/** The house rules by name; the name is the test’s title. */
export const allRules: Readonly<Record<string, Rule>> = {
  barrels,
  clocks,
  'document references': documentReferences,
  'escape hatches': escapeHatches,
  'exact versions': exactVersions,
  'file length': fileLength,
  'file names': fileNames,
  'function length': functionLength,
  'institution ids': institutionIds,
  'listed imports': listedImports,
  'machine paths': machinePaths,
  'requirement ids': requirementIds,
  'test focus': testFocus,
  'unfinished words': unfinishedWords,
  'vague names': vagueNames,
};
