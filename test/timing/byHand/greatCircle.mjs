import { nearestTo, places } from './greatCircle.js';
import { timeByHand } from './timeByHand.mjs';

timeByHand(() => places.map((place) => nearestTo(place, places)));
