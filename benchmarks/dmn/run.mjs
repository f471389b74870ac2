// Decides about customers with an exported decision model, each FEEL text worked out by feelin.
// node run.mjs JOB.json: what compare.py writes; prints the value of every decision by customer.
import { readFileSync } from 'node:fs';
import { evaluate, unaryTest } from 'feelin';

const job = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const value = (text, scope) => evaluate(text, scope).value ?? null;
const given = (cell) => (cell && cell.$date ? value(`date("${cell.$date}")`, {}) : cell);

function bound(model) {
  return (...values) => {
    const scope = Object.fromEntries(model.parameters.map((name, at) => [name, values[at] ?? null]));
    return value(model.body, scope);
  };
}

function decided(name, table, scope) {
  const values = table.inputs.map((text) => value(text, scope));
  const fits = (rule) =>
    rule.tests.every((test, at) => unaryTest(test, { ...scope, '?': values[at] }).value === true);
  const fitting = table.rules.filter(fits);
  if (fitting.length === 0 || (table.unique && fitting.length > 1)) {
    throw new Error(`${name}: ${fitting.length} rows fit ${JSON.stringify(values)}`);
  }
  const gives = fitting[0].gives.map((text) => value(text, scope));
  if (table.outputs.length === 1) return gives[0];
  return Object.fromEntries(table.outputs.map((output, at) => [output, gives[at]]));
}

const functions = Object.fromEntries(
  Object.entries(job.functions).map(([name, model]) => [name, bound(model)]),
);
const answers = job.customers.map((customer) => {
  const cells = Object.entries(customer).map(([name, cell]) => [name, given(cell)]);
  const scope = { ...functions, ...Object.fromEntries(cells) };
  const told = {};
  for (const name of job.order) {
    const logic = job.decisions[name];
    scope[name] = logic.text === undefined ? decided(name, logic, scope) : value(logic.text, scope);
    told[name] = scope[name];
  }
  return told;
});
console.log(JSON.stringify(answers));
