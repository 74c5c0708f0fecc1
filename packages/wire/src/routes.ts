import { activateApp, makeCredential } from './resources/app.ts';
import { getApplication, listApplications, recordApplication } from './resources/applications.ts';
import { listAuditEvents } from './resources/audit-events.ts';
import { listBindings } from './resources/bindings.ts';
import { consumeChallenge, createChallenge, getChallenge } from './resources/challenges.ts';
import { getSameDay, liftStop, recordSameDay, stopContract } from './resources/contract-care.ts';
import { getContract, listContracts, openContract, recordSetUp } from './resources/contracts.ts';
import { getEnrolment, registerToken, skipEnrolment } from './resources/enrolments.ts';
import { listFees, reverseFee } from './resources/fees.ts';
import { listInstitutions } from './resources/institutions.ts';
import {
  cancelIssuance,
  completeIssuance,
  getIssuance,
  issueSoftwareToken,
} from './resources/issuances.ts';
import { listJobItems, listJobs } from './resources/jobs.ts';
import { listLocks, unlock } from './resources/locks.ts';
import { mailCode } from './resources/mailed-codes.ts';
import {
  filePaperRequest,
  listPaperRequests,
  rejectPaperRequest,
} from './resources/paper-requests.ts';
import { getPolicy, listPolicies } from './resources/policies.ts';
import { chooseOtp, registerForUsers } from './resources/registrations.ts';
import { listReplacements } from './resources/replacements.ts';
import { initialise, revoke } from './resources/revocations.ts';
import { selfExchange, selfRegister, selfStop } from './resources/self-service.ts';
import { getShipment, listShipments, postShipment, recordDelivery } from './resources/shipments.ts';
import {
  extendToken,
  resumeToken,
  resynchroniseToken,
  returnToken,
  suspendToken,
} from './resources/token-care.ts';
import { getToken, listTokens } from './resources/tokens.ts';
import { getOtpStatus, getUserLimits } from './resources/user-otp.ts';
import { addUser, changeUser, getUser, listUsers, removeUser } from './resources/users.ts';
import { createVerification } from './resources/verifications.ts';
import type { Route } from './route.ts';

/** Every operation of the API, in the order in which the documentation tells it. */
export const routes = {
  list_institutions: listInstitutions,
  list_policies: listPolicies,
  get_policy: getPolicy,
  open_contract: openContract,
  list_contracts: listContracts,
  get_contract: getContract,
  record_set_up: recordSetUp,
  stop_contract: stopContract,
  lift_stop: liftStop,
  record_same_day: recordSameDay,
  get_same_day: getSameDay,
  add_user: addUser,
  change_user: changeUser,
  remove_user: removeUser,
  list_users: listUsers,
  get_user: getUser,
  get_otp_status: getOtpStatus,
  get_user_limits: getUserLimits,
  record_application: recordApplication,
  list_applications: listApplications,
  get_application: getApplication,
  list_tokens: listTokens,
  get_token: getToken,
  suspend_token: suspendToken,
  resume_token: resumeToken,
  return_token: returnToken,
  resynchronise_token: resynchroniseToken,
  extend_token: extendToken,
  post_shipment: postShipment,
  record_delivery: recordDelivery,
  list_shipments: listShipments,
  get_shipment: getShipment,
  get_enrolment: getEnrolment,
  skip_enrolment: skipEnrolment,
  register_token: registerToken,
  choose_otp: chooseOtp,
  register_for_users: registerForUsers,
  self_register: selfRegister,
  self_exchange: selfExchange,
  self_stop: selfStop,
  issue_software_token: issueSoftwareToken,
  get_issuance: getIssuance,
  complete_issuance: completeIssuance,
  cancel_issuance: cancelIssuance,
  mail_code: mailCode,
  activate_app: activateApp,
  make_credential: makeCredential,
  list_bindings: listBindings,
  create_challenge: createChallenge,
  get_challenge: getChallenge,
  consume_challenge: consumeChallenge,
  create_verification: createVerification,
  list_locks: listLocks,
  unlock,
  revoke,
  initialise,
  file_paper_request: filePaperRequest,
  list_paper_requests: listPaperRequests,
  reject_paper_request: rejectPaperRequest,
  list_replacements: listReplacements,
  list_fees: listFees,
  reverse_fee: reverseFee,
  list_jobs: listJobs,
  list_job_items: listJobItems,
  list_audit_events: listAuditEvents,
} as const satisfies Readonly<Record<string, Route>>;

export type Routes = typeof routes;
export type OperationId = keyof Routes;

/** The routes as a list; the key of each is its `operationId`, which a test holds. */
export const routeList: readonly Route[] = Object.values(routes);

/** Addresses beside the API: for probes, and for people. */
export const systemPaths = {
  health: '/healthz',
  readiness: '/readyz',
  openApi: '/openapi.json',
  docs: '/docs',
} as const;
