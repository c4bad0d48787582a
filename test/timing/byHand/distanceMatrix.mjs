import { distanceMatrix, series } from './distanceMatrix.js';
import { timeByHand } from './timeByHand.mjs';

timeByHand(() => distanceMatrix(series));
