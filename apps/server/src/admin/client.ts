import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { adminSocketFile, type ServerConfig } from '../config.ts';
import { openWarifu } from '../open-warifu.ts';
import { AdminError } from './admin-error.ts';
import { type AdminOperations, adminOperations } from './operations.ts';

/**
 * Runs an operator's command where the store is owned: in the running server through its socket, or
 * here, with the store opened for the time of the command.
 */
export async function withAdmin<T>(
  config: ServerConfig,
  run: (operations: AdminOperations) => Promise<T>,
): Promise<T> {
  const socket = adminSocketFile(config);
  if (await answers(socket)) return run(remoteOperations(socket));
  const warifu = await openWarifu(config);
  try {
    return await run(adminOperations(warifu));
  } finally {
    await warifu.close();
  }
}

/** Whether a server runs on these data. */
export function isServed(config: ServerConfig): Promise<boolean> {
  return answers(adminSocketFile(config));
}

/** Whether a server listens on the socket; a socket that a killed server left behind does not answer. */
async function answers(socket: string): Promise<boolean> {
  if (!existsSync(socket)) return false;
  try {
    await remoteOperations(socket).status();
    return true;
  } catch {
    return false;
  }
}

function remoteOperations(socket: string): AdminOperations {
  const call = <T>(path: string, body: unknown = {}, onProgress?: (keys: number) => void) =>
    remoteCall<T>({ socket, path, body, onProgress });
  return {
    status: () => call('/status'),
    importTokens: (body, onProgress) => call('/import-tokens', body, onProgress),
    listTokens: (body) => call('/list-tokens', body),
    addInstitution: (document) => call('/add-institution', document),
    backup: (file) => call('/backup', { file }),
    policyVersions: (institution) => call('/policy-versions', { institution }),
    policyAct: (body) => call('/policy-act', body),
    policyDocument: (body) => call('/policy-document', body),
    explainPolicy: (body) => call('/explain-policy', body),
    simulatePolicy: (body) => call('/simulate-policy', body),
    createApiKey: (body) => call('/create-api-key', body),
    listApiKeys: (body) => call('/list-api-keys', body),
    revokeApiKey: (body) => call('/revoke-api-key', body),
    verifyAudit: () => call('/verify-audit'),
    prepareKeys: () => call('/prepare-keys'),
    rotateKeys: () => call('/rotate-keys'),
    checkKeys: () => call('/check-keys'),
    listJobs: (body) => call('/list-jobs', body),
    runJob: (body, onProgress) => call('/run-job', body, onProgress),
    wrappedKeys: () => call('/wrapped-keys'),
  };
}

interface RemoteCall {
  readonly socket: string;
  readonly path: string;
  readonly body: unknown;
  readonly onProgress?: ((keys: number) => void) | undefined;
}

type Line<T> = { progress: number } | { result: T } | { error: { code: string; message: string } };

function remoteCall<T>({ socket, path, body, onProgress }: RemoteCall): Promise<T> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath: socket, path, method: 'POST' }, (response) => {
      const lines = createInterface({ input: response });
      lines.on('line', (text) => {
        const line = JSON.parse(text) as Line<T>;
        if ('progress' in line) onProgress?.(line.progress);
        else if ('result' in line) resolve(line.result);
        else reject(new AdminError(line.error.code, line.error.message));
      });
      // A server that is killed leaves its answer without an end: an error of the lines.
      const gone = () =>
        reject(new AdminError('server_gone', 'the server closed the admin socket'));
      lines.on('close', gone).on('error', gone);
    });
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify(body));
  });
}
