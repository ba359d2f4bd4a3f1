/** What a thing is, for programs and for people. */
export interface Description {
  readonly json: object;
  /** Lines, without the last line's end. */
  readonly text: string;
}
