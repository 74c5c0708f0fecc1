import { accessSync, constants, existsSync, statSync } from 'node:fs';
import type { ImportFault } from '@warifu/service';

/** Why a token file cannot even be opened, before anything of it is read. */
export function faultOfFile(file: string): ImportFault | undefined {
  if (!existsSync(file)) return fault('file_missing', `there is no file ${file}`);
  if (statSync(file).isDirectory())
    return fault('file_is_folder', 'is a folder; name the token file in it');
  try {
    accessSync(file, constants.R_OK);
    return undefined;
  } catch {
    return fault(
      'file_unreadable',
      'cannot be read by this user, or by the server’s while one runs; give that user the right',
    );
  }
}

function fault(code: string, message: string): ImportFault {
  return { code, message, serial: null, position: null };
}
