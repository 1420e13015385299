// Puts GraphiQL under the bar. Its tabs and history stay in sessionStorage: a login's variables hold a password.

import { examples, startBar } from './bar.js';
import { send } from './plan.js';

const { React, ReactDOM, GraphiQL } = globalThis;
const element = React.createElement;
let tabs = null;

// The <style> elements of GraphiQL's dialogs need the page's nonce; its bundle looks for it under this name.
globalThis.__webpack_nonce__ = document.querySelector('script[nonce]').nonce;

async function fetcher({ query, variables, operationName }, options) {
  // Just after a change of tabs GraphiQL still names the operation of the tab before.
  const defines = new RegExp(`\\b(?:query|mutation|subscription)\\s+${operationName}\\b`);
  const named = defines.test(query) ? operationName : undefined;
  const { result } = await send({ query, variables, operationName: named }, options?.headers);
  return result;
}

// Stands where GraphiQL's name would, draws nothing, and lends the menu above the tabs.
function TabLender() {
  tabs = GraphiQL.React.useEditorContext({ nonNull: true });
  return null;
}

function openExample({ name, query, variables }) {
  const open = tabs.tabs.findIndex((tab) => tab.query === query && tab.variables === variables);
  if (open < 0) {
    const tab = { id: `example-${Date.now()}`, hash: name, title: name, query, variables };
    tabs.moveTab([...tabs.tabs, { ...tab, headers: null, operationName: name, response: null }]);
  }
  tabs.changeTab(open < 0 ? tabs.tabs.length : open);
}

ReactDOM.createRoot(document.getElementById('graphiql')).render(
  element(
    GraphiQL,
    {
      fetcher,
      storage: sessionStorage,
      defaultTabs: examples.map(({ query, variables }) => ({ query, variables })),
      defaultEditorToolsVisibility: 'variables',
      inputValueDeprecation: true,
      schemaDescription: true,
    },
    element(GraphiQL.Logo, null, element(TabLender)),
  ),
);
startBar(openExample);
