import { Api, type Json } from './api.ts';
import { Fob } from './fob.ts';
import { TestServer, type TestServerOptions } from './test-server.ts';

/** One bank, its contracts, users and fobs by the names that a scenario gives them. */
export class World {
  readonly server: TestServer;
  /** The bank's channel, which may not see causes. */
  readonly channel: Api;
  /** An operator who may. */
  readonly operator: Api;
  readonly contracts = new Map<string, string>();
  /** The contracts' numbers, as they stand on paper. */
  readonly numbers = new Map<string, string>();
  readonly users = new Map<string, { id: string; contract: string }>();
  readonly fobs = new Map<string, Fob>();
  readonly challenges = new Map<string, Json>();
  readonly shipments: string[] = [];
  readonly applications = new Map<string, string>();
  readonly tokens = new Map<string, string>();

  private constructor(server: TestServer) {
    this.server = server;
    this.channel = new Api(() => server.url, server.channelKey);
    this.operator = new Api(() => server.url, server.operatorKey);
  }

  static async start(options: TestServerOptions = {}): Promise<World> {
    return new World(await TestServer.start(options));
  }

  get now(): number {
    return this.server.clock.now();
  }

  /** Makes fobs with these names and puts them into stock. */
  async stock(names: readonly string[], expiresOn: string, stepSeconds: 30 | 60 = 60) {
    const fobs = names.map((name) => {
      const serial = String(7_000_000_001 + this.fobs.size).padStart(10, '0');
      const fob = new Fob(serial, expiresOn, stepSeconds);
      this.fobs.set(name, fob);
      return fob;
    });
    await this.server.importFobs(this.server.institutionId, fobs);
  }

  user(name: string): string {
    const user = this.users.get(name);
    if (!user) throw new Error(`the scenario has no user ${name}`);
    return user.id;
  }

  fob(name: string): Fob {
    const fob = this.fobs.get(name);
    if (!fob) throw new Error(`the scenario has no fob ${name}`);
    return fob;
  }

  contract(name: string): string {
    const id = this.contracts.get(name);
    if (!id) throw new Error(`the scenario has no contract ${name}`);
    return id;
  }

  close(): Promise<void> {
    return this.server.close();
  }
}
