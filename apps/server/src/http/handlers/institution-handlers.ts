import type { PolicyVersion, Service } from '@warifu/service';
import { problemOf } from '@warifu/wire';
import type { Handlers } from '../handlers.ts';
import { deskBodies } from './desk-bodies.ts';
import { instantText, pageBody } from './wire-values.ts';

type Own = 'list_institutions' | 'list_policies' | 'get_policy';

/** The institution of the key, and its policies. */
export function institutionHandlers(service: Service): Pick<Handlers, Own> {
  return {
    list_institutions: ({ client }) => {
      const { inForce } = service.policies(client.institutionId);
      const data = inForce ? [institutionBody(inForce, service.now())] : [];
      return { ok: true, body: pageBody(data, null) };
    },
    list_policies: ({ client }) => {
      const { inForce, versions } = service.policies(client.institutionId);
      const data = versions.map((one) => versionBody(one, inForce));
      return { ok: true, body: pageBody(data, null) };
    },
    get_policy: ({ client, params }) => {
      const { inForce, versions } = service.policies(client.institutionId);
      const found = versions.find((one) => String(one.version) === params.version);
      if (!found) return { ok: false, problem: problemOf('not_found') };
      return { ok: true, body: { ...versionBody(found, inForce), document: { ...found.policy } } };
    },
  };
}

function institutionBody({ policy, version }: PolicyVersion, now: number) {
  return {
    id: policy.institution.id,
    name: policy.institution.name,
    time_zone: policy.institution.time_zone,
    policy_version: version,
    now: instantText(now),
    sender_domains: [...policy.institution.sender_domains],
    desks: deskBodies(policy, now),
  };
}

function versionBody(one: PolicyVersion, inForce: PolicyVersion | undefined) {
  return {
    version: one.version,
    effective_from: instantText(one.effectiveFrom),
    state: one.state,
    proposed_by: one.proposedBy,
    approved_by: one.approvedBy,
    in_force: one.version === inForce?.version,
  };
}
