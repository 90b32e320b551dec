'use strict';

// Draws the contract. Everything is put in as text, nothing as markup.

const element = (name, text, className) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (className) made.className = className;
  return made;
};

// What is wider than the page can be scrolled by keys too.
const listing = shown => {
  const made = element('pre', JSON.stringify(shown, null, 2));
  made.tabIndex = 0;
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
    box.append(element('h4', 'Parameters'), listing(parameters));
  }
  if (described.requestBody) {
    box.append(element('h4', 'Body'), listing(described.requestBody.content));
  }
  box.append(element('h4', 'Answers'), listing(described.responses));
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
    box.append(element('summary', name), listing(schema));
    page.append(box);
  }
};

fetch('/openapi.json')
  .then(answer => answer.json())
  .then(draw)
  .catch(failure => document.getElementById('page').append(element('p', 'The contract cannot be read: ' + failure)));
