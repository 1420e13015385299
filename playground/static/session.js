// Who is asking. The token lives in sessionStorage: gone with the tab, never in an address or a log.

export const KEY = 'wekan-graphql:token';
const endpoint = location.pathname;
const listeners = [];
let user = null;
let token = sessionStorage.getItem(KEY);

export function onChange(listener) {
  listeners.push(listener);
  listener(user);
}

function become(someone, held) {
  user = someone;
  token = held;
  if (token) sessionStorage.setItem(KEY, token);
  else sessionStorage.removeItem(KEY);
  for (const listener of listeners) listener(user);
}

async function post(request, bearer, extra = {}) {
  const headers = new Headers({
    accept: 'application/graphql-response+json, application/json',
    'content-type': 'application/json',
  });
  if (bearer) headers.set('authorization', `Bearer ${bearer}`);
  for (const [name, value] of Object.entries(extra)) headers.set(name, value);
  const body = JSON.stringify(request);
  const answer = await fetch(endpoint, { method: 'POST', credentials: 'omit', cache: 'no-store', headers, body });
  const text = await answer.text();
  try {
    return { status: answer.status, result: JSON.parse(text) };
  } catch {
    const message = `The server answered ${answer.status} ${answer.statusText}, and not in JSON.`;
    return { status: answer.status, result: { errors: [{ message }] } };
  }
}

// Sends what the reader wrote; when that was a login or a logout, the bar follows it.
export async function send(request, extra) {
  const answer = await post(request, token, extra);
  const { login, register, logout } = answer.result.data ?? {};
  const entered = login ?? register;
  if (entered?.token) await use(entered.token);
  else if (logout?.ok) become(null, null);
  else if (token && refused(answer.result)) await use(token);
  return answer;
}

function refused(result) {
  return (result.errors ?? []).some((error) => error.extensions?.code === 'UNAUTHENTICATED');
}

// The first problem as a sentence, or null once someone is logged in.
export async function logIn(name, password) {
  const input = name.includes('@') ? { email: name, password } : { username: name, password };
  const query = 'mutation LogIn($input: LoginInput!) { login(input: $input) { token user { username } } }';
  const { result } = await post({ query, variables: { input } }, null);
  const entered = result.data?.login;
  if (!entered?.token) return result.errors?.[0]?.message ?? 'The login was refused.';
  become(entered.user ?? { username: name }, entered.token);
  return null;
}

// Takes a token the server knows, and forgets one that it does not.
export async function use(candidate) {
  const { status, result } = await post({ query: '{ viewer { username } }' }, candidate);
  if (result.data?.viewer) {
    become(result.data.viewer, candidate);
    return null;
  }
  if (status >= 500) return result.errors?.[0]?.message;
  become(null, null);
  return 'The server does not accept this token (any longer).';
}

export async function resume() {
  return token ? use(token) : null;
}

export async function logOut() {
  const left = token;
  become(null, null);
  await post({ query: 'mutation LogOut { logout(input: {}) { ok } }' }, left);
}
