// Swagger UI on our own document, with the token of a playground that is logged in in this tab.

import { KEY } from './session.js';

const ui = SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#reference',
  deepLinking: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  validatorUrl: null,
  onComplete() {
    const token = sessionStorage.getItem(KEY);
    if (token) ui.preauthorizeApiKey('bearer', token);
  },
});
