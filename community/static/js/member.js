/* What every page of a member has. One address for all of them: each would weigh in every page. */

import "./elements/text-keeper.js";
import "./elements/refusals.js";
import "./elements/live-bell.js";
import "./elements/reading-keys.js";
