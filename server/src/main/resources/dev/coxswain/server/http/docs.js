'use strict';

// Draws the contract. Everything is put in as text, nothing as markup.

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};

const operation = (path, method, described) => {
  const box = element('details');
  const head = element('summary');
  head.append(
    element('span', method.toUpperCase(), 'method'),
    element('code', path),
    document.createTextNode(' ' + described.summary));
  box.append(head);
  if (described.description) box.append(element('p', described.description, 'prose'));
  box.append(element('p', 'Scope: ' + described['x-scope']));
  const parameters = described.parameters || [];
  if (parameters.length) {
    box.append(element('h4', 'Parameters'), element('pre', JSON.stringify(parameters, null, 2)));
  }
  if (described.requestBody) {
    box.append(element('h4', 'Body'), element('pre', JSON.stringify(described.requestBody.content, null, 2)));
  }
  box.append(element('h4', 'Answers'), element('pre', JSON.stringify(described.responses, null, 2)));
  return box;
};

const draw = contract => {
  const page = document.getElementById('page');
  page.replaceChildren(
    element('h1', contract.info.title + ' ' + contract.info.version),
    element('p', contract.info.description, 'prose'));
  for (const tag of contract.tags) {
    page.append(element('h2', tag.name), element('p', tag.description));
    for (const [path, methods] of Object.entries(contract.paths)) {
      for (const [method, described] of Object.entries(methods)) {
        if (method !== 'parameters' && described.tags.includes(tag.name)) {
          page.append(operation(path, method, described));
        }
      }
    }
  }
  page.append(element('h2', 'schemas'));
  for (const [name, schema] of Object.entries(contract.components.schemas)) {
    const box = element('details');
    box.append(element('summary', name), element('pre', JSON.stringify(schema, null, 2)));
    page.append(box);
  }
};

fetch('/openapi.json')
  .then(answer => answer.json())
  .then(draw)
  .catch(failure => document.getElementById('page').append(element('p', 'The contract cannot be read: ' + failure)));
