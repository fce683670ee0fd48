// SPDX-License-Identifier: Apache-2.0
// usage: node parse_mermaid.mjs FOLDER FILE: {number: diagram} in, {number: type of diagram, or what is wrong} out.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

const [folder, file] = process.argv.slice(2);
const require = createRequire(folder + '/node_modules/x.js');
const {JSDOM} = require('jsdom');
const {window} = new JSDOM('');
globalThis.window = window;
globalThis.document = window.document;
const {default: mermaid} = await import(pathToFileURL(folder + '/node_modules/mermaid/dist/mermaid.core.mjs'));
mermaid.initialize({startOnLoad: false, securityLevel: 'strict'});
const answers = {};
for (const [number, text] of Object.entries(JSON.parse(readFileSync(file, 'utf8')))) {
  try {
    const {diagramType, config} = await mermaid.parse(text);
    answers[number] = diagramType === 'er' || diagramType === 'erDiagram' ? 'erDiagram' : `a ${diagramType}`;
    if (config && Object.keys(config).length) answers[number] = `configuration ${JSON.stringify(config)}`;
  } catch (error) {
    answers[number] = String(error.message).slice(0, 300);
  }
}
console.log(JSON.stringify(answers));
