import { slowHash } from './hash.js';

let issued = 0;
export const total = () => issued;

/** A number of an order: it depends on how many were asked for before. */
export function orderNumber(name) {
  issued++;
  return `${slowHash(name)}-${issued}`;
}

export const checkDigit = (name) => slowHash(name) % 97;
