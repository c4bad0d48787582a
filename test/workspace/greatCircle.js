// The nearest neighbour of each of 6,000 places on the globe, along great circles.

import { seededRandom } from './lib/random.js';

/** @typedef {{ id: number, latitude: number, longitude: number }} Place in radians */

const EARTH_KM = 6371.0088;

/**
 * Haversine formula: well-behaved for places close to each other, too.
 *
 * @param {Place} a
 * @param {Place} b
 */
function greatCircleKm(a, b) {
  const sinLatitude = Math.sin((b.latitude - a.latitude) / 2);
  const sinLongitude = Math.sin((b.longitude - a.longitude) / 2);
  const h = sinLatitude ** 2 + Math.cos(a.latitude) * Math.cos(b.latitude) * sinLongitude ** 2;
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/**
 * @param {Place} place
 * @param {Place[]} places
 */
function nearestTo(place, places) {
  let nearest = { id: -1, km: Infinity };
  let at = places.length;
  while (at-- > 0) {
    const other = places[at];
    if (other.id === place.id) continue;
    if (Math.abs(other.latitude - place.latitude) * EARTH_KM > nearest.km) continue; // farther north or south than that
    const km = greatCircleKm(place, other);
    if (km < nearest.km) nearest = { id: other.id, km };
  }
  return nearest;
}

const random = seededRandom(6371);
/** @type {Place[]} */
const places = [];
for (let id = 0; id < 6000; id++) {
  places.push({ id, latitude: Math.asin(2 * random() - 1), longitude: (2 * random() - 1) * Math.PI });
}

const neighbours = places.map((place) => nearestTo(place, places));

let loneliest = 0;
let total = 0;
for (let id = 0; id < places.length; id++) {
  total += neighbours[id].km;
  if (neighbours[id].km > neighbours[loneliest].km) loneliest = id;
}
console.log(`${places.length} places, ${(total / places.length).toFixed(3)} km to the nearest on average`);
console.log(
  `loneliest: place ${loneliest}, ${neighbours[loneliest].km.toFixed(3)} km from place ${neighbours[loneliest].id}`,
);
