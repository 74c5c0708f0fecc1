import type { JobService, Service } from '@warifu/service';
import { appHandlers } from './handlers/app-handlers.ts';
import { auditHandlers } from './handlers/audit-handlers.ts';
import { careHandlers } from './handlers/care-handlers.ts';
import { challengeHandlers } from './handlers/challenge-handlers.ts';
import { contractHandlers } from './handlers/contract-handlers.ts';
import { enrolmentHandlers } from './handlers/enrolment-handlers.ts';
import { institutionHandlers } from './handlers/institution-handlers.ts';
import { issuanceHandlers } from './handlers/issuance-handlers.ts';
import { jobHandlers } from './handlers/job-handlers.ts';
import { lockHandlers } from './handlers/lock-handlers.ts';
import { paperRequestHandlers } from './handlers/paper-request-handlers.ts';
import { selfServiceHandlers } from './handlers/self-service-handlers.ts';
import { tokenHandlers } from './handlers/token-handlers.ts';
import { userHandlers } from './handlers/user-handlers.ts';
import { verificationHandlers } from './handlers/verification-handlers.ts';
import type { Handlers } from './handlers.ts';

/** Every operation of the wire, bound to the use case that carries it out. */
export function createHandlers(service: Service, jobs: JobService): Handlers {
  return {
    ...institutionHandlers(service),
    ...contractHandlers(service),
    ...userHandlers(service),
    ...tokenHandlers(service),
    ...enrolmentHandlers(service),
    ...selfServiceHandlers(service),
    ...issuanceHandlers(service),
    ...appHandlers(service),
    ...challengeHandlers(service),
    ...verificationHandlers(service),
    ...lockHandlers(service),
    ...careHandlers(service),
    ...paperRequestHandlers(service),
    ...jobHandlers(jobs),
    ...auditHandlers(service),
  };
}
