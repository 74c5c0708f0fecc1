import { scenario } from '../support/scenario.ts';

const komatsubara = { institution: 'komatsubara', fobs: [] } as const;

scenario(
  'S4-01 the app makes itself a token with an ID, 30 s and 6 digits; nobody’s until it is registered; free, no application',
  `
        │ contract R retail                                │ opened
        │ contract C corporate                             │ opened
        │ user U R master                                  │ added
        │ user V C master                                  │ added
        │ apply R adoption 1                               │ 409 application_not_needed
        │ credential P A                                   │ 422 authenticator_not_chosen
        │ credential P A kind:nothing                      │ 422 authenticator_unknown
        │ credential P A kind:phone_app                    │ made, 6 digits 30 s
        │ credential D B kind:pc_app                       │ made, 6 digits 30 s
        │ verify U A                                       │ refused not_enrolled
  # no issue by mail at this bank
        │ issue U kind:phone_app                           │ 409 authenticator_not_for_contract
  # for retail contracts on phone or PC; for corporate ones the PC app is refused, though its code was right
        │ self_register V B factor login_password          │ 409 authenticator_not_for_contract
        │ self_register V A factor login_password          │ accepted
        │ state V                                          │ in_service
  +30s  │ self_register U B factor login_password          │ accepted
        │ state U                                          │ in_service
  +30s  │ state V                                          │ in_service
        │ ask U login                                      │ otp login_password+otp (rule)
        │ prove U login_password B                         │ accepted
        │ fees R                                           │ 0 yen in 0
`,
  komatsubara,
);
