/** Why a loop could not be timed: one clear line for the user, with what to do about it where something can be done. */
export class TimingError extends Error {
  override readonly name: string = 'TimingError';
}

/** What was run ended without coming to the loop, or not as many times as was asked for: something else has to be run. */
export class NotReachedError extends TimingError {
  override readonly name = 'NotReachedError';
}
