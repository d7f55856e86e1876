// Elements that would still move.
() => [...document.querySelectorAll("*")].filter(e => {
        const s = getComputedStyle(e), longest = list => Math.max(...list.split(",").map(parseFloat));
        return longest(s.transitionDuration) > 0.01 || longest(s.animationDuration) > 0.01 || s.scrollBehavior === "smooth";
    }).map(e => e.outerHTML.slice(0, 100))
