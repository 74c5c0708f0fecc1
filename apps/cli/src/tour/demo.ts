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

/** Finds the demo that runs on these data. Throws `Failure` saying what to start. */
export async function findDemo(config: ServerConfig, institutionId: string): Promise<Demo> {
  const { isServed } = await loadServer();
  const file = join(config.dataDir, 'demo.json');
  const demo = await demoIn(config, file);
  if (!demo)
    throw new Failure(
      'demo_missing',
      `there is no demo in ${config.dataDir} (no ${file}); ${startIt}`,
    );
  const institution = demo.institutions.find((one) => one.id === institutionId);
  if (!institution) {
    const known = demo.institutions.map((one) => one.id).join(', ');
    throw new Failure(
      'institution_unknown',
      `the demo has no institution "${institutionId}"; it has ${known}`,
    );
  }
  if (!(await isServed(config)))
    throw new Failure('demo_not_running', `no demo runs on ${config.dataDir}; ${startIt}`);
  return { config, baseUrl: demo.base_url, institution };
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
