import { otherBugs } from './bugs/others.js';
import { catchBugs } from './catchBugs.js';

catchBugs(otherBugs);
