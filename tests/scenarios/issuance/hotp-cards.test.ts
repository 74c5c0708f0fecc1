import { policyLike } from '../support/policies.ts';
import { scenario } from '../support/scenario.ts';

const cards = policyLike('nanahoshi', (document) => {
  document['authenticators'] = [
    {
      id: 'card',
      kind: 'hardware_hotp',
      algorithm: 'SHA1',
      digits: 6,
      window_steps: 4,
      registration_window_steps: 9,
      max_drift_steps: 0,
      resynchronisation: { by: [], window_steps: 0 },
      serial_pattern: '[0-9]{8}',
      expiry_format: 'none',
      display: { mode: 'press_to_show', shown_seconds: 30 },
      lifetime: { ends: 'printed_date' },
      registration: 'serial',
    },
  ];
});

scenario(
  'ALL-01 row 5 cards that count: looked ahead as far as the policy says, wider at registration, and never back',
  `
        │ contract C                                       │ opened
        │ user U C member one_off_transfer                 │ added
        │ user V C member one_off_transfer                 │ added
        │ cards K                                          │ in stock
        │ apply C adoption 1                               │ recorded
        │ post C adoption K                                │ posted, no fee
        │ deliver                                          │ delivered
  # pressed in a pocket: ten counters at registration, 0 to 9
        │ register U K K+10                                │ refused code_wrong
        │ register U K K+9                                 │ accepted
        │ verify U K+9                                     │ refused code_wrong
        │ verify U K+8                                     │ refused code_wrong
  # five in use: the next one, and four further
        │ verify U K+15                                    │ refused code_wrong
        │ verify U K+14                                    │ accepted
        │ verify U K+14                                    │ refused code_wrong
        │ verify U K+13                                    │ refused code_wrong
        │ verify U K+10                                    │ refused code_wrong
        │ verify U K+15wide                                │ accepted
  # the counter belongs to the card: a sharer's code moves it for both
        │ register V K K+16                                │ accepted
        │ verify U K+16                                    │ refused code_wrong
        │ verify U K+17                                    │ accepted
  # time does not matter to it
  +30d  │ verify V K+18                                    │ accepted
        │ verify U K+18                                    │ refused code_wrong
`,
  { policy: cards, fobs: [] },
);
