// What a state command has to show.

/** Text for people, and members for the JSON document. */
export interface StateAnswer {
  readonly text: string;
  readonly members: object;
}
