import { createHmac } from 'node:crypto';
import { importTokenFile, sha256Hex } from '@warifu/service';
import type { Act } from './act.ts';
import { Fob } from './fob.ts';
import type { World } from './world.ts';

/** A card that counts how often it was pressed: `K` is its first code, `K+5` its sixth (RFC 4226). */
export class Card extends Fob {
  override codeAt(_at: number, counter = 0): string {
    const message = Buffer.alloc(8);
    message.writeBigUInt64BE(BigInt(counter));
    const mac = createHmac('sha1', this.seed).update(message).digest();
    const offset = mac.readUInt8(19) & 0xf;
    return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
  }

  /** A code of none of the first fifty counters. */
  override wrongCodeAt(): string {
    const shown = new Set(Array.from({ length: 50 }, (_, counter) => this.codeAt(0, counter)));
    for (let code = 0; ; code++) {
      const text = String(code).padStart(6, '0');
      if (!shown.has(text)) return text;
    }
  }
}

/** `cards K L`: puts event-based cards into stock by the real import. */
async function cards(world: World, names: readonly string[]): Promise<string> {
  const made = names.map((name, index) => {
    const card = new Card(String(81_000_001 + world.fobs.size + index), '2031-03-31');
    world.fobs.set(name, card);
    return card;
  });
  const xml = pskcOf(made);
  const result = await importTokenFile(world.server.warifu.deps, {
    institutionId: world.server.institutionId,
    name: 'cards.pskcxml',
    format: 'pskc',
    sha256: sha256Hex(xml),
    open: async function* () {
      yield Buffer.from(xml, 'utf8');
    },
    options: {},
    actor: { kind: 'command_line', id: 'test' },
  });
  return result.ok ? 'in stock' : `refused: ${JSON.stringify(result.fault)}`;
}

function pskcOf(made: readonly Card[]): string {
  const keys = made.map(
    ({ serial, seed }) => `<KeyPackage><DeviceInfo><SerialNo>${serial}</SerialNo></DeviceInfo>
<Key Id="${serial}" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp">
<AlgorithmParameters><ResponseFormat Encoding="DECIMAL" Length="6"/></AlgorithmParameters>
<Data><Secret><PlainValue>${seed.toString('base64')}</PlainValue></Secret>
<Counter><PlainValue>0</PlainValue></Counter></Data></Key></KeyPackage>`,
  );
  return `<?xml version="1.0"?><KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc">${keys.join('')}</KeyContainer>`;
}

export const cardActs: Readonly<Record<string, Act>> = { cards };
