// tedious against a served lab: each way to encrypt, read-only intent that is led on, an error, a row, a wrong password, an unknown authority.
// node served_tedious.js LINE: the lab's line of JSON in a file; the module is found by NODE_PATH.
'use strict';
const fs = require('fs');
const net = require('net');
const assert = require('assert');
const { Connection, Request, TYPES } = require('tedious');

const lab = JSON.parse(fs.readFileSync(process.argv[2], 'utf8').split('\n')[0]);
const listener = lab.listener;

function connect(server, port, database, options, secret) {
  return new Promise((resolve, reject) => {
    const connection = new Connection({
      server,
      authentication: { type: 'default', options: { userName: lab.sqlUsername, password: secret || lab.sqlPassword } },
      options: Object.assign({ port, database, connectTimeout: 20000 }, options),
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

function answers(address) {
  return new Promise((resolve) => {
    const socket = net.connect({ host: address, port: listener.port, timeout: 3000 });
    socket.on('connect', () => resolve(true));
    socket.on('error', () => resolve(false));
    socket.on('timeout', () => resolve(false));
  }).finally(() => undefined);
}

async function main() {
  let live;
  for (const address of listener.addresses) {
    if (!live && (await answers(address))) {
      live = address;
    }
  }
  assert.ok(live, 'no address of the listener answers');
  const verified = { trustServerCertificate: false, serverName: 'sql.lab.example', cryptoCredentialsDetails: { ca: fs.readFileSync(lab.ca) } };
  const ways = {
    plain: { encrypt: false },
    verified: Object.assign({ encrypt: true }, verified),
    strict: Object.assign({ encrypt: 'strict' }, verified),
  };
  for (const [name, options] of Object.entries(ways)) {
    const first = lab.tds.find((each) => each.instance === 'SQL1');
    const one = await connect(first.host, first.port, 'master', options);
    assert.deepStrictEqual(await ask(one, 'SELECT @@SERVERNAME'), [['SQL1']]);
    await assert.rejects(ask(one, 'SELECT 1\n\nSELECT * FROM nowhere_at_all'), (e) => {
      assert.deepStrictEqual([e.number, e.class, e.lineNumber], [208, 16, 3]);
      return true;
    });
    one.close();
    const writer = await connect(live, listener.port, listener.database, options);
    assert.deepStrictEqual(await ask(writer, 'SELECT @@SERVERNAME'), [['SQL1']]);
    await ask(writer, 'CREATE TABLE foreign_tedious (id INT NOT NULL PRIMARY KEY, text NVARCHAR(40) NULL)');
    await ask(writer, 'INSERT INTO foreign_tedious VALUES (1, @it)', [['it', TYPES.NVarChar, 'Größe']]);
    assert.deepStrictEqual(await ask(writer, 'SELECT text FROM foreign_tedious'), [['Größe']]);
    await ask(writer, 'DROP TABLE foreign_tedious');
    writer.close();
    const reader = await connect(live, listener.port, listener.database, Object.assign({ readOnlyIntent: true }, options));
    assert.deepStrictEqual(await ask(reader, 'SELECT @@SERVERNAME'), [['SQL2']]);
    reader.close();
    console.log('  ' + name + ': the instance, the listener, read intent that leads to the secondary, an error');
    await assert.rejects(connect(first.host, first.port, 'master', options, 'not-' + lab.sqlPassword), (e) => e.code === 'ELOGIN');
  }
  const [first] = lab.tds;
  await assert.rejects(connect(first.host, first.port, 'master', { encrypt: true, trustServerCertificate: false }));
  console.log('  a wrong password is refused, and so is an authority that nobody knows');
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
