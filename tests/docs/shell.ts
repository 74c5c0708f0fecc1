import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * One bash that runs scripts one after the other in a folder of its own, so that a later script knows
 * the variables, functions and files of the earlier ones. The first command that fails ends it.
 */
export class Shell {
  readonly #folder: string;
  readonly #bash: ChildProcessWithoutNullStreams;
  #stdout = '';
  #stderr = '';
  #ended = false;
  #heard: () => void = () => undefined;

  constructor(folder: string, env: Readonly<Record<string, string | undefined>>) {
    this.#folder = folder;
    this.#bash = spawn('bash', ['-euo', 'pipefail'], { cwd: folder, env });
    this.#bash.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#heard();
    });
    this.#bash.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
    });
    this.#bash.on('close', () => {
      this.#ended = true;
      this.#heard();
    });
  }

  /** Runs a script and gives what it printed. Throws with the error output when a command fails. */
  async run(name: string, script: string): Promise<string> {
    writeFileSync(join(this.#folder, name), script);
    const end = `\n--- end of ${name} ---\n`;
    this.#stdout = '';
    this.#bash.stdin.write(`. ./${name} < /dev/null; printf '%s' '${end}'\n`);
    while (!this.#stdout.endsWith(end)) {
      if (this.#ended) throw new Error(`${name}: ${this.#stdout}\n${this.#stderr}`);
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
      });
    }
    return this.#stdout.slice(0, -end.length);
  }

  close(): void {
    this.#bash.kill();
  }
}
