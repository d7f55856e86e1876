/* What a thread has for who may reply to it. */

import "./elements/over-page.js";
import "./elements/reply-outbox.js";
import "./elements/live-presence.js";
import "./elements/text-composer.js";
