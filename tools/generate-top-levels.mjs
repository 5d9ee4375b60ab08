// Writes src/Landward.Detection/Dns/top-levels.txt: the top-level domains of the internet, one a line, in the form that queries have.
//
//     npm pack psl@1.15.0 && tar xzf psl-1.15.0.tgz        # MIT; its rules are those of publicsuffix.org
//     node tools/generate-top-levels.mjs package
//
// A rule's last label is a top level: rules of registries and of private owners stand below one.
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { domainToASCII, pathToFileURL } from "node:url";

const { default: rules } = await import(pathToFileURL(resolve(process.argv[2], "data/rules.js")));
const topLevels = new Set(rules.map(rule => domainToASCII(rule.slice(rule.lastIndexOf(".") + 1))).filter(label => label && label !== "onion"));
writeFileSync("src/Landward.Detection/Dns/top-levels.txt", [...topLevels].sort().join("\n") + "\n");
console.log(topLevels.size, "top levels");
