// tedious against an instance of the lab: each way to encrypt, read-only intent, parameters, an error, a transaction, a wrong password.
// node tds_tedious.js PORT USER CA HOST, the password in QUORATE_PASSWORD; the module is found by NODE_PATH.
'use strict';
const fs = require('fs');
const assert = require('assert');
const { Connection, Request, TYPES } = require('tedious');

const [port, user, ca, host] = process.argv.slice(2);
const password = process.env.QUORATE_PASSWORD;

function connect(options, secret) {
  return new Promise((resolve, reject) => {
    const connection = new Connection({
      server: '127.0.0.1',
      authentication: { type: 'default', options: { userName: user, password: secret } },
      options: Object.assign({ port: Number(port), database: 'orders', connectTimeout: 20000 }, options),
    });
    connection.on('error', () => {});
    connection.connect((error) => (error ? reject(error) : resolve(connection)));
  });
}

function ask(connection, text, parameters) {
  return new Promise((resolve, reject) => {
    const rows = [];
    const request = new Request(text, (error) => (error ? reject(error) : resolve(rows)));
    for (const [name, type, value] of parameters || []) {
      request.addParameter(name, type, value);
    }
    request.on('row', (columns) => rows.push(columns.map((c) => c.value)));
    if (parameters) {
      connection.execSql(request);
    } else {
      connection.execSqlBatch(request);
    }
  });
}

function later(connection, method, ...first) {
  return new Promise((resolve, reject) => connection[method](...first, (error) => (error ? reject(error) : resolve())));
}

async function main() {
  const trusted = { ca: fs.readFileSync(ca) };
  const ways = {
    plain: { encrypt: false },
    trusting: { encrypt: true, trustServerCertificate: true },
    verified: { encrypt: true, trustServerCertificate: false, serverName: host, cryptoCredentialsDetails: trusted },
    strict: { encrypt: 'strict', trustServerCertificate: false, serverName: host, cryptoCredentialsDetails: trusted },
  };
  for (const [name, options] of Object.entries(ways)) {
    const connection = await connect(Object.assign({ readOnlyIntent: true }, options), password);
    assert.deepStrictEqual(await ask(connection, 'SELECT 1'), [[1]]);
    assert.deepStrictEqual(await ask(connection, 'SELECT @it', [['it', TYPES.NVarChar, 'Größe']]), [['Größe']]);
    await assert.rejects(ask(connection, 'RAISE'), (e) => {
      assert.deepStrictEqual([e.number, e.state, e.class, e.lineNumber], [47106, 3, 16, 4]);
      return true;
    });
    await later(connection, 'beginTransaction');
    assert.deepStrictEqual(await ask(connection, 'SELECT 1'), [[1]]);
    await later(connection, 'commitTransaction');
    await later(connection, 'beginTransaction');
    await later(connection, 'rollbackTransaction');
    connection.close();
    console.log('tedious is served: ' + name);
  }
  await assert.rejects(connect({ encrypt: false }, 'not-' + password), (e) => e.code === 'ELOGIN');
  await assert.rejects(connect({ encrypt: true, trustServerCertificate: false }, password));
  console.log('tedious refuses whom it does not trust, and is refused');
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
