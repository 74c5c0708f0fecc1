import { createHmac } from 'node:crypto';

/** A fob, a card or an app, as it lies in somebody's hand: it knows its seed and nothing of servers. */
export interface Device {
  readonly serial: string;
  readonly seed: Uint8Array;
  /** Null for event-based ones. */
  readonly stepSeconds: number | null;
  readonly digits: number;
  /** How wrong its clock is. */
  driftMs: number;
  /** The counter that it shows next, if it counts. */
  counter: number;
}

/** A code and where it comes from: what an eavesdropper would note down. */
export interface ShownCode {
  readonly serial: string;
  readonly step: number;
  readonly code: string;
}

/** What the device shows at an instant of real time; reading an event-based one presses its button. */
export function shown(device: Device, realMs: number, stepsAway = 0): ShownCode {
  const step = stepAt(device, realMs) + stepsAway;
  if (device.stepSeconds === null) device.counter += 1;
  return { serial: device.serial, step, code: codeAt(device, Math.max(0, step)) };
}

function stepAt({ stepSeconds, driftMs, counter }: Device, realMs: number): number {
  return stepSeconds === null ? counter : Math.floor((realMs + driftMs) / (stepSeconds * 1_000));
}

/** RFC 4226 5.3, written a second time: the oracle must not lean on what it judges. */
export function codeAt({ seed, digits }: Device, step: number): string {
  const message = Buffer.alloc(8);
  message.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', seed).update(message).digest();
  const offset = mac.readUInt8(mac.length - 1) & 15;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}
