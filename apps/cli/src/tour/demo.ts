import { join } from 'node:path';
import type { ServerConfig } from '@warifu/server';
import type { DemoInstitution } from '@warifu/server/demo';
import { loadDemo, loadServer } from '../data.ts';
import { Failure } from '../outcome.ts';

/** The running demo, as its file tells it. */
export interface Demo {
  readonly config: ServerConfig;
  readonly baseUrl: string;
  readonly institution: DemoInstitution;
}

const startIt = 'start one with `npm run demo` and leave it running';

/**
 * Finds the demo that runs on these data, and in it one institution, or all of them when none is named.
 * Throws `Failure` saying what to start.
 */
export async function findDemo(
  config: ServerConfig,
  institutionId: string | undefined,
): Promise<readonly Demo[]> {
  const { isServed } = await loadServer();
  const file = join(config.dataDir, 'demo.json');
  const demo = await demoIn(config, file);
  if (!demo)
    throw new Failure(
      'demo_missing',
      `there is no demo in ${config.dataDir} (no ${file}); ${startIt}`,
    );
  const { base_url: baseUrl, institutions: known } = demo;
  const institutions = known.filter(
    ({ id }) => institutionId === undefined || id === institutionId,
  );
  if (institutions.length === 0)
    throw new Failure(
      'institution_unknown',
      `the demo has no institution "${institutionId}"; it has ${known.map(({ id }) => id).join(', ')}`,
    );
  if (!(await isServed(config)))
    throw new Failure('demo_not_running', `no demo runs on ${config.dataDir}; ${startIt}`);
  return institutions.map((institution) => ({ config, baseUrl, institution }));
}

async function demoIn({ dataDir }: ServerConfig, file: string) {
  const { readDemoFile } = await loadDemo();
  try {
    return readDemoFile(dataDir);
  } catch {
    throw new Failure(
      'demo_damaged',
      `${file} is damaged; begin anew with \`npm run demo -- --reset\``,
    );
  }
}
