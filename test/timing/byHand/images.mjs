import { readFileSync } from 'node:fs';
import images from './images.cjs';
import ppm from './lib/ppm.cjs';
import { timeByHand } from './timeByHand.mjs';

const image = ppm.decodePpm(readFileSync(new URL('data/images/stripes-00.ppm', import.meta.url)));
timeByHand(() => images.medianFilter(image, images.radius));
