/* What stands at a post is the same for everybody: which of the sayings are one's own, the roles of its slot say.

   <div class="post-slot" data-roles="member other voted">… <span class="vote"><button name="voted" …>Pomocne</button></span></div> */

const press = () => document.querySelectorAll(".vote > button").forEach((button) => button.setAttribute("aria-pressed", button.matches(`[data-roles~="${button.name}"] *`)));

new MutationObserver(press).observe(document.querySelector("main"), { attributeFilter: ["data-roles"], childList: true, subtree: true });
press();
