import type { PaperRequest } from '@warifu/wire';
import type { Day, Person } from '../day.ts';
import { japaneseDate } from '../japanese-days.ts';
import { expectSame } from '../surprise.ts';

export interface Paper {
  readonly kind: PaperRequest['kind'];
  /** On paper when it is not said. */
  readonly channel?: PaperRequest['channel'];
  readonly documents?: readonly string[];
  /** The user whom it is about. */
  readonly person?: Person;
  /** The date on the form; today when it is not given. */
  readonly filedOn?: string;
}

/** A customer asks on paper, by phone or by web notification. It changes nothing by itself. */
export async function filePaper(day: Day, paper: Paper): Promise<PaperRequest> {
  const { kind, channel = 'paper', documents = ['form'], person, filedOn } = paper;
  const { body } = await day.channel.call('file_paper_request', {
    body: {
      contract_id: day.contract,
      kind,
      channel,
      filed_on: filedOn ?? japaneseDate(await day.clock.now()),
      documents: [...documents],
      ...(person === undefined ? {} : { user_id: day.id(person) }),
    },
  });
  expectSame('the paper', body.state, 'filed');
  return body;
}

/** The bank's staff, who act on a paper that was filed. */
export function staffOn(day: Day, { id }: PaperRequest, desk = day.desk) {
  return { staff_id: 'tour', desk, evidence: id };
}

/** Holds that a paper was carried out in the same step as the act that it asked for. */
export async function expectDone(day: Day, { id }: PaperRequest): Promise<void> {
  const query = { contract_id: day.contract, state: 'done' as const, limit: 200 };
  const { body } = await day.channel.call('list_paper_requests', { query });
  const found = body.data.some((request) => request.id === id);
  expectSame('the paper is carried out', found, true);
}
