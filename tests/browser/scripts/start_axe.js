// Starts axe with the rules of these tags; its promise waits for read_axe.
tags => { window.__axe = axe.run(document, {
    runOnly: {type: "tag", values: tags}, rules: {"target-size": {enabled: true}},
    resultTypes: ["violations"], preload: false,
}); }
