// Reads rows and conditions of rules from two files, prints how many events each condition holds for.
import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

const [rows, conditions] = process.argv.slice(2);
const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
const connection = await instance.connect();
await connection.run(`CREATE TABLE texts AS SELECT e, path, value FROM read_json('${rows}', format = 'newline_delimited', columns = {e: 'INTEGER', path: 'VARCHAR', value: 'VARCHAR'}, maximum_object_size = 200000000) ORDER BY path`);
await connection.run('CREATE TABLE events AS SELECT DISTINCT e FROM texts');
const counts = {};
for (const [id, condition] of Object.entries(JSON.parse(readFileSync(conditions, 'utf8')))) {
  try {
    const reader = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM events WHERE ${condition}`);
    counts[id] = reader.getRows()[0][0];
  } catch (error) {
    counts[id] = String(error).split('\n')[0];
  }
}
console.log(JSON.stringify(counts));
