/** The only source of time (row 11): integer milliseconds since the epoch. */
export interface Clock {
  now(): number;
}
