'use strict';
// What every status page of ours is made of: figures for people, tiles, tables, lines over time. The page itself says show(stats), and is asked again and again.
const every = 3000, kept = 100;
const $ = id => document.getElementById(id);
const count = n => n >= 1e5 ? Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 }).format(n) : Intl.NumberFormat('en').format(n);
const rate = n => n === null ? '–' : n >= 100 ? count(Math.round(n)) : n.toFixed(n >= 10 || n === 0 ? 0 : 1);
const size = n => { let i = 0; for (; n >= 1024 && i < 4; i++) n /= 1024; return n.toFixed(i && n < 100 ? 1 : 0) + ' ' + ['B', 'KiB', 'MiB', 'GiB', 'TiB'][i]; };
const span = s => { const d = Math.floor(s / 86400), h = Math.floor(s / 3600) % 24, m = Math.floor(s / 60) % 60; return d ? `${d} d ${h} h` : h ? `${h} h ${m} min` : m ? `${m} min` : `${Math.floor(s)} s`; };

function element(name, text, parent) {
  const made = document.createElement(name);
  made.textContent = text;
  parent.append(made);
  return made;
}

function table(where, head, rows) {
  where.replaceChildren();
  const top = where.createTHead().insertRow();
  head.forEach(text => element('th', text, top));
  const body = where.createTBody();
  rows.forEach(cells => { const row = body.insertRow(); cells.forEach(text => element('td', text, row)); });
}

function tile(name, value, more) {
  const card = element('div', '', $('tiles'));
  card.className = 'card';
  element('span', name, card).className = 'soft';
  element('b', value, card);
  element('span', more, card).className = 'soft';
}

function draw(id, values, top) {
  $(id).setAttribute('points', values.map((v, i) => `${(100 * (i + kept - values.length) / (kept - 1)).toFixed(2)},${(98 - 94 * v / top).toFixed(2)}`).join(' '));
}

async function refresh() {
  try {
    const answer = await fetch('stats', { cache: 'no-store' });
    show(await answer.json());
  } catch {
    $('state').textContent = 'no answer';
    $('state').className = 'bad';
  }
  setTimeout(refresh, every);
}
refresh();
