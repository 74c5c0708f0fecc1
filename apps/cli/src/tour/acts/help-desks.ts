import type { Desk } from '@warifu/wire';
import type { Day } from '../day.ts';
import { expectSame } from '../surprise.ts';

/** A desk as it stands now: its hours, and whether it answers. */
export async function deskNow(day: Day, id: string): Promise<Desk> {
  const { body } = await day.channel.call('list_institutions');
  const found = body.data[0]?.desks.find((desk) => desk.id === id);
  if (!found) throw new Error(`the bank has no desk "${id}"`);
  return found;
}

/** Open until an instant, or closed until one. */
export type DeskState = readonly ['open until' | 'closed until', number];

/** Holds what a desk says of itself in a certain second. */
export async function expectDesk(
  day: Day,
  id: string,
  { at, state: [word, until] }: { readonly at: number; readonly state: DeskState },
): Promise<string> {
  return day.clock.inSecond(at, async () => {
    const { open_now: open, closes_at: closes, opens_at: opens } = await deskNow(day, id);
    const state = open ? `open until ${closes}` : `closed until ${opens}`;
    expectSame(`the ${id}`, state, `${word} ${new Date(until).toISOString()}`);
    return state;
  });
}
