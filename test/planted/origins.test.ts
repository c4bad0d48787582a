import { bugsOfOrigins } from './bugs/origins.js';
import { catchBugs } from './catchBugs.js';

catchBugs(bugsOfOrigins);
