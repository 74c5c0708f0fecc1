import { policyWith } from './testing/policies.ts';
import { walkPolicy } from './lint/walk/walk.ts';
const p = policyWith((policy) => {
    policy.authenticators = policy.authenticators.slice(0, 1);
    policy.challenge_rules = [
      { id: 'login', when: { operations: ['login'] }, factors: ['login_credential', 'otp'] },
      { id: 'rest', when: {}, factors: ['pin'] },
    ];
    policy.enrolment.concerns = 'all_users';
    policy.enrolment.after_grace = 'block_login';
  for (const desk of policy.desks) desk.hours = [];
});
const w=walkPolicy(p,{troubles:[2,2,1],states:2500});const c=process.cpuUsage();console.log(w.contracts,w.states,w.moves,w.complete,(c.user+c.system)/1000);
