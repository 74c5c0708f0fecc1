import { policyLike, within } from '../support/policies.ts';
import { scenario } from '../support/scenario.ts';

const byMail = policyLike('kenyo', (document) => {
  document['authenticators'] = [
    {
      id: 'email_code',
      kind: 'email_code',
      algorithm: 'SHA256',
      digits: 6,
      window_steps: 0,
      registration_window_steps: 0,
      max_drift_steps: 0,
      resynchronisation: { by: [], window_steps: 0 },
      serial_pattern: 'EM[0-9]{12}',
      expiry_format: 'none',
      display: { mode: 'always_on' },
      lifetime: { ends: 'never' },
      registration: 'mail_address',
      mail_code: { lifetime_seconds: 300, resend_after_seconds: 60, per_day: 5 },
    },
  ];
});

scenario(
  'ALL-03 ALL-01 codes by mail: bound by the first one; only the last is accepted, once, for its lifetime; resending and a day are limited',
  `
                      │ contract C                          │ opened
                      │ user U C member one_off_transfer    │ added
                      │ user V C member one_off_transfer    │ added
                      │ apply C adoption 1                  │ recorded
                      │ mail_code U                         │ 409 not_in_service
  2027-02-01 09:00:00 │ issue U pass:-                      │ activated, mail from kenyo.example
                      │ read U E1                           │ a code
                      │ mail_code U                         │ 409 mail_code_too_soon
                      │ issue U pass:-                      │ 409 mail_code_too_soon
  2027-02-01 09:00:59 │ mail_code U                         │ 409 mail_code_too_soon
  2027-02-01 09:01:00 │ mail_code U                         │ sent, 3 left
                      │ read U E2                           │ a code
  # the first is worth nothing once the second was sent
                      │ complete U E1                       │ refused code_wrong
                      │ complete U E2                       │ accepted
                      │ state U                             │ in_service
                      │ ask U login                         │ otp login_password+otp (rule)
                      │ prove U login_password E2           │ refused code_replayed
  2027-02-01 09:02:00 │ mail_code U login                   │ sent, 2 left
                      │ read U E3                           │ a code
  2027-02-01 09:06:59 │ verify V E3                         │ refused not_enrolled
                      │ verify U E3!                        │ refused code_wrong
                      │ verify U E3                         │ accepted
                      │ verify U E3                         │ refused code_replayed
                      │ mail_code U nonsense                │ 422 operation_unknown
                      │ mail_code U                         │ sent, 1 left
                      │ read U E4                           │ a code
  # its lifetime is over to the second
  2027-02-01 09:11:59 │ verify U E4                         │ refused code_expired
                      │ mail_code U                         │ sent, 0 left
  2027-02-01 23:59:59 │ mail_code U                         │ 409 mail_code_limit
  2027-02-02 00:00:00 │ mail_code U one_off_transfer        │ sent, 4 left
                      │ read U E5                           │ a code
                      │ verify U E5                         │ accepted
  # beginning anew brings no further mails, and the address on file is the only one
  # an address that was changed has proved nothing
                      │ change U mail_address:thief@mail.example │ changed
                      │ mail_code U                         │ 422 mail_address_not_registered
                      │ change U mail_address:u@mail.example │ changed
                      │ revoke U reason revoked by desk:branch │ 1 ended
  2027-02-02 00:30:00 │ issue U pass:- mail:else@mail.example │ 422 mail_address_not_registered
                      │ issue U pass:-                      │ activated, mail from kenyo.example
                      │ cancel U                            │ cancelled
  2027-02-02 00:31:00 │ issue U pass:-                      │ activated, mail from kenyo.example
  2027-02-02 00:32:00 │ issue U pass:-                      │ activated, mail from kenyo.example
  2027-02-02 00:33:00 │ issue U pass:-                      │ activated, mail from kenyo.example
  2027-02-02 00:34:00 │ issue U pass:-                      │ 409 mail_code_limit
  2027-02-02 00:37:59 │ screen U                            │ activated
  2027-02-02 00:38:00 │ screen U                            │ expired
`,
  { policy: byMail, fobs: [] },
);

const registered = policyLike('kenyo', (document) => {
  const [app] = document['authenticators'] as { activation: object }[];
  document['authenticators'] = [
    {
      ...app,
      serial_pattern: '(AB|CD)-[A-F]{2}\\d{4,8}',
      activation: {
        ...app?.activation,
        mail_address: 'registered',
        mail_links_to_app: false,
        password_digits: { from: 6, to: 6 },
        attempts: 1,
        lifetime_minutes: 5,
      },
    },
  ];
  within(document, 'enrolment', {
    who_registers: ['administrator'],
    registrar_roles: ['master'],
    proof: ['otp', 'second_otp', 'confirmation_password'],
  });
});

scenario(
  'row 29 row 30 a stricter bank: nobody binds his own first token, mail goes to the address on file only, one wrong password ends the issue within five minutes',
  `
                      │ contract C                          │ opened
                      │ user M C master one_off_transfer    │ added
                      │ user A C admin one_off_transfer     │ added
                      │ user U C member one_off_transfer    │ added
                      │ apply C adoption 1                  │ recorded
  # with a password alone nobody binds: the second person is an administrator of the policy, or a desk
                      │ issue U                             │ 403 registration_by_administrator
                      │ issue U by:U                        │ 403 registration_by_administrator
                      │ issue U by:A                        │ 403 role_not_allowed
                      │ issue U by:M                        │ 422 mail_address_missing
                      │ issue U by:M mail:-                 │ 422 mail_address_missing
                      │ issue U by:desk:branch mail:-       │ 422 mail_address_missing
                      │ change U mail_address:u@mail.example │ changed
                      │ issue U by:M mail:x@evil.example    │ 422 mail_address_not_registered
                      │ issue U by:M mail:- pass:2718       │ 422 activation_password_unfit
  2027-02-01 12:00:00 │ issue U by:M mail:-                 │ open, mail from kenyo.example
                      │ mail U                              │ kenyo.example, no link
                      │ activate U P A pass:000000          │ 403 activation_refused
                      │ screen U                            │ cancelled
                      │ issue U by:M mail:U@MAIL.EXAMPLE    │ 422 mail_address_not_registered
                      │ issue U by:M mail:u@MAIL.EXAMPLE    │ open, mail from kenyo.example
                      │ activate U P A                      │ totp 6 digits 60 s
                      │ complete U A                        │ 422 factors_missing
                      │ complete U A factor:pin             │ 422 factor_unknown
                      │ complete U A factor:confirmation_password │ 422 second_code_missing
                      │ complete U A next:A+2 factor:confirmation_password │ refused code_wrong
                      │ complete U A next:A factor:confirmation_password │ refused code_wrong
  2027-02-01 12:04:59 │ complete U A next:A+1 factor:confirmation_password │ accepted
  # both codes are spent
                      │ verify U A+1                        │ refused code_replayed
                      │ issue A by:desk:branch mail:-       │ 422 mail_address_missing
                      │ change A mail_address:a@mail.example │ changed
                      │ issue A by:desk:branch mail:-       │ open, mail from kenyo.example
                      │ activate A Q B                      │ totp 6 digits 60 s
  2027-02-01 12:09:59 │ complete A B next:B+1 factor:confirmation_password │ 409 issuance_not_open
`,
  { policy: registered, fobs: [] },
);
