/** Why a loop could not be timed: one clear line for the user, with what to do about it where something can be done. */
export class TimingError extends Error {
  override readonly name = 'TimingError';
}
