// The parts around every page that show, each with what decides how it looks: elements, classes and states, and its words.
names => names.filter(name => document.querySelector(name)?.checkVisibility()).map(name => {
    const part = document.querySelector(name), STATES = /^(aria-|data-|disabled|open|type|role$)/;
    const own = e => e.localName + [...e.classList].sort().map(one => "." + one).join("")
        + [...e.attributes].filter(a => STATES.test(a.name)).map(a => `[${a.name}=${a.value}]`).sort().join("");
    return [name, [...part.querySelectorAll("*")].map(own).join(" ") + part.innerText];
})
