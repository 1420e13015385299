// The bar above either page: examples, and who is logged in.

import { logIn, logOut, onChange, resume, use } from './session.js';

const at = (id) => document.getElementById(id);

export const examples = JSON.parse(at('examples').textContent);

export function startBar(openExample) {
  fillMenu(openExample);
  const forms = { enter: at('log-in'), paste: at('paste'), leave: at('log-out') };
  const show = (name) => {
    for (const [key, form] of Object.entries(forms)) form.hidden = key !== name;
  };
  const showFirstField = (name) => {
    show(name);
    forms[name].querySelector('input').focus();
  };

  at('have-token').addEventListener('click', () => showFirstField('paste'));
  at('no-token').addEventListener('click', () => showFirstField('enter'));
  whenSent(forms.enter, (fields) => logIn(fields.get('name').trim(), fields.get('password')));
  whenSent(forms.paste, (fields) => use(fields.get('token').trim()));
  whenSent(forms.leave, logOut);
  onChange((user) => {
    at('who').textContent = user?.username ?? '';
    if (user) show('leave');
    else if (!forms.leave.hidden) show('enter');
  });
  telling(resume);
}

function fillMenu(openExample) {
  const menu = at('example');
  for (const [index, { title }] of examples.entries()) menu.add(new Option(title, index));
  menu.addEventListener('change', () => {
    openExample(examples[menu.value]);
    menu.value = '';
  });
}

function whenSent(form, act) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const button = form.querySelector('button');
    button.disabled = true;
    const fields = new FormData(form);
    if (await telling(() => act(fields))) form.reset();
    button.disabled = false;
  });
}

// Says what went wrong, if anything did; true when nothing.
async function telling(act) {
  const note = at('note');
  note.textContent = '';
  try {
    note.textContent = (await act()) ?? '';
  } catch {
    note.textContent = 'The server cannot be reached.';
  }
  return note.textContent === '';
}
