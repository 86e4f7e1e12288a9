// A command line option that takes a whole number, refused in words where it is none.
import { InvalidArgumentError } from 'commander';

/** @param most the largest number allowed; without it, any from 1 on */
export const counted =
  (most = Infinity) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    const range = most === Infinity ? 'from 1 on' : `from 1 to ${most}`;
    throw new InvalidArgumentError(`Give a whole number ${range}.`);
  };
