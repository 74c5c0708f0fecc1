import { type Static, Type } from 'typebox';
import { pageOf, pageQuery } from '../paging.ts';
import { defineRoute, nothing } from '../route.ts';
import { component, date, id, inline, instant, orNull, policyName, text, word } from '../schema.ts';

const count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export const Job = component(
  'Job',
  {
    id: id('job'),
    kind: policyName('What is due: fee_run, notify_expiry, post_replacements_due …'),
    due_on: date('The institution’s day that it is for.'),
    state: word(['due', 'running', 'done', 'failed']),
    done_count: count,
    total_count: orNull(count),
    report: Type.Record(Type.String({ pattern: '^[a-z_]{1,64}$' }), Type.Integer(), {
      additionalProperties: false,
      maxProperties: 50,
      description: 'Counts by name, for example mails or amount_yen.',
    }),
    started_at: orNull(instant()),
    finished_at: orNull(instant()),
  },
  'Due work of one day. It is done once, whoever does it, and goes on where it was after a crash.',
);

export const JobList = pageOf('JobList', Job);

export const listJobs = defineRoute({
  operationId: 'list_jobs',
  resource: 'jobs',
  method: 'GET',
  path: '/v1/jobs',
  scope: 'jobs:read',
  summary: 'List due work and how far it is',
  description: 'The latest day first. An operator runs a day by hand on the command line.',
  params: nothing,
  query: pageQuery({
    kind: Type.Optional(policyName()),
    due_on: Type.Optional(date()),
  }),
  body: null,
  answers: { 200: JobList },
  problems: [],
  idempotent: false,
  example: { query: { kind: 'fee_run' } },
});

export const JobItem = component('JobItem', {
  list: policyName('Which list it stands on.'),
  subject: text(200, 'What it is about, by its ID.'),
  contract_id: orNull(id('con')),
  amount_yen: Type.Integer(),
  facts: Type.Record(Type.String({ pattern: '^[A-Za-z_]{1,64}$' }), Type.Unknown(), {
    description: 'What a reader of the list wants to see.',
  }),
});

export const JobItemList = pageOf('JobItemList', JobItem);

export const listJobItems = defineRoute({
  operationId: 'list_job_items',
  resource: 'jobs',
  method: 'GET',
  path: '/v1/jobs/{job_id}/items',
  scope: 'jobs:read',
  summary: 'What a job has put on its lists',
  description: 'Fees that are collected on a day, tokens that want a successor.',
  params: inline({ job_id: id('job') }),
  query: pageQuery({}),
  body: null,
  answers: { 200: JobItemList },
  problems: [],
  idempotent: false,
  example: { params: { job_id: 'job_01k4y8m2v5t7q9r3w6x0z1b2c3' } },
});

export type Job = Static<typeof Job>;
export type JobItem = Static<typeof JobItem>;
