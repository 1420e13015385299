// A small playground without GraphiQL: two text areas, a button and the answer.

import { examples, startBar } from './bar.js';
import { send } from './plan.js';

const at = (id) => document.getElementById(id);
const query = at('query');
const variables = at('variables');

function openExample(example) {
  query.value = example.query;
  variables.value = example.variables;
  query.setSelectionRange(0, 0);
  query.scrollTop = 0;
  tell('', '');
}

function chosenOperation() {
  const named = [...query.value.matchAll(/^\s*(?:query|mutation)\s+(\w+)/gm)];
  const above = named.filter((match) => match.index <= query.selectionStart);
  return (above.at(-1) ?? named[0])?.[1];
}

async function run() {
  let values;
  try {
    values = JSON.parse(variables.value.trim() || '{}');
  } catch (problem) {
    return tell(`The variables are not JSON: ${problem.message}`, '');
  }
  tell('', 'asking …');
  const started = performance.now();
  try {
    const request = { query: query.value, variables: values, operationName: chosenOperation() };
    const { status, result } = await send(request);
    return tell(JSON.stringify(result, null, 2), `HTTP ${status}, ${Math.round(performance.now() - started)} ms`);
  } catch {
    return tell('The server cannot be reached.', '');
  }
}

function tell(answer, facts) {
  at('answer').textContent = answer;
  at('facts').textContent = facts;
}

at('editor').addEventListener('submit', (event) => {
  event.preventDefault();
  run();
});
at('editor').addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    run();
  }
});
openExample(examples[0]);
startBar(openExample);
