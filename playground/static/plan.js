// What an answer was read with: a switch in the bar asks for it, a panel below shows each find.

import { send as sendOnly } from './session.js';

const wanted = document.getElementById('show-plan');
const panel = document.getElementById('plan');
const HEADINGS = ['Collection', 'Filter', 'Projection', 'Documents', 'Milliseconds'];

wanted.addEventListener('change', () => {
  panel.hidden = !wanted.checked;
  panel.replaceChildren(element('p', 'Run an operation to see what it reads.'));
});

export async function send(request, extra) {
  if (!wanted.checked || request.operationName === 'IntrospectionQuery') return sendOnly(request, extra);
  const answer = await sendOnly(request, { ...extra, 'x-graphql-plan': '1' });
  panel.replaceChildren(shown(answer.result));
  return answer;
}

function shown({ data, extensions }) {
  const plan = extensions?.plan;
  if (plan?.length) return table(plan);
  if (plan) return element('p', 'Nothing was read.');
  return element('p', data === undefined ? 'Nothing ran.' : 'What was read is shown to site admins only.');
}

function table(plan) {
  const rows = plan.map(({ collection, filter, projection, documents, milliseconds }) =>
    row('td', [collection, JSON.stringify(filter), projection.join(', '), documents, milliseconds.toFixed(1)]),
  );
  return element('table', row('th', HEADINGS), ...rows);
}

function row(tag, texts) {
  return element('tr', ...texts.map((text) => element(tag, text)));
}

function element(tag, ...children) {
  const made = document.createElement(tag);
  made.append(...children);
  return made;
}
