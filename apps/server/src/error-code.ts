import { AdminError } from './admin/admin-error.ts';

/**
 * The stable code of an error that ends a command, for programs that read `--json`; messages are for
 * people and may change. Errors are told apart by their names, since they come from several packages.
 */
export function errorCodeOf(error: unknown): string {
  if (error instanceof AdminError) return error.code;
  if (!(error instanceof Error)) return 'unexpected';
  const own = 'code' in error ? String(error.code) : '';
  switch (error.name) {
    case 'ConfigError':
      return 'configuration';
    case 'KeyringError':
    case 'VaultError':
      return 'keyring';
    case 'UnsafeStore':
      return `store_${own}`;
    case 'StoreFailure':
      return own;
    default:
      return 'unexpected';
  }
}
