import { ask, authorise, requirementOf } from '../../acts/proving.ts';
import type { Day } from '../../day.ts';
import { refusalOf } from '../../day.ts';
import type { Chapter } from '../../step.ts';
import { expectSame } from '../../surprise.ts';

/** Adding and changing users asks the confirmation password and an OTP. */
export const users: Chapter = {
  title: 'Users are added and changed',
  steps: [
    {
      ids: ['S0-07'],
      does: 'the admin adds an assistant: confirmation password and OTP',
      play: addAssistant,
    },
    {
      ids: ['S0-07'],
      does: 'the confirmation password without the OTP is not enough',
      play: passwordAlone,
    },
    {
      ids: ['S0-07'],
      does: 'the master changes a user’s name: confirmation password and OTP',
      play: renameReader,
    },
    {
      ids: ['S0-07'],
      does: 'a member may not',
      play: async (day) => {
        const challenge = await ask(day, 'clerk', { operation: 'add_user' });
        expectSame('what is required', requirementOf(challenge), 'blocked: permission_missing');
        return requirementOf(challenge);
      },
    },
  ],
};

const permissions = ['one_off_transfer', 'registered_transfer'];

async function addAssistant(day: Day): Promise<string> {
  const by = { person: 'admin', fob: 'second' } as const;
  const shown = (loginId: string) => ({
    login_id: loginId,
    name: '桂 助子',
    role: 'member' as const,
    permissions,
  });
  const assistant = shown(`assistant-${day.run}`);
  const challengeId = await authorise(day, by, {
    operation: 'add_user',
    details: { user_change: assistant },
  });
  const proved = {
    contract_id: day.contract,
    acting: { user_id: day.id('admin') },
    challenge_id: challengeId,
  };
  const { body } = await day.channel.call('add_user', { body: { ...proved, ...assistant } });
  day.meet('assistant', body.id);
  const another = { ...proved, ...shown(`another-${day.run}`) };
  const again = day.channel.call('add_user', { body: another });
  const refusal = await refusalOf(again);
  expectSame('the same proof for a second user', refusal, '409 challenge_consumed');
  return `accepted; ${body.name} added; the same proof again: ${refusal}`;
}

async function passwordAlone(day: Day): Promise<string> {
  const challenge = await ask(day, 'admin', { operation: 'add_user' });
  const checkedAt = new Date(await day.clock.now()).toISOString();
  const factors = [{ kind: 'confirmation_password', checked_at: checkedAt }];
  const body = { challenge_id: challenge.id, factors };
  const refusal = await refusalOf(day.channel.call('create_verification', { body }));
  expectSame('without the OTP', refusal, '422 factors_missing');
  return refusal;
}

async function renameReader(day: Day): Promise<string> {
  const by = { person: 'master', fob: 'short-lived' } as const;
  const change = { name: '桂 よみこ' };
  const challengeId = await authorise(day, by, {
    operation: 'change_user',
    details: { target_user_ids: [day.id('reader')], user_change: change },
  });
  const { body } = await day.channel.call('change_user', {
    params: { user_id: day.id('reader') },
    body: { ...change, acting: { user_id: day.id('master') }, challenge_id: challengeId },
  });
  expectSame('the name', body.name, '桂 よみこ');
  return `accepted; the name is ${body.name}`;
}
