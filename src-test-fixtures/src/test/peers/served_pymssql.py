"""pymssql (FreeTDS) against a served lab: each instance, the listener, an error, a committed row, a wrong password.

served_pymssql.py LINE: the lab's line of JSON in a file; FREETDSCONF says whether TLS is wanted and whom to trust.
"""

import json
import socket
import sys

import pymssql

with open(sys.argv[1], encoding="utf-8") as line:
    lab = json.loads(line.readline())
password = lab["sqlPassword"]
listener = lab["listener"]
instances = {each["instance"]: each for each in lab["tds"]}


def connect(host, port, database, secret=password):
    return pymssql.connect(
        server=host, port=str(port), user=lab["sqlUsername"], password=secret, database=database, login_timeout=20, timeout=20, autocommit=True
    )


def refused(number, *where):
    try:
        connect(*where).close()
    except pymssql.Error as error:
        assert str(number) in str(error), error
        return
    sys.exit("nothing was refused, where %s should be" % number)


def ask(connection, query):
    cursor = connection.cursor()
    cursor.execute(query)
    return cursor.fetchall()


def live():
    for address in listener["addresses"]:
        try:
            socket.create_connection((address, listener["port"]), timeout=3).close()
            return address
        except OSError:
            continue
    sys.exit("no address of the listener answers")


for name, each in instances.items():
    with connect(each["host"], each["port"], "master") as connection:
        assert ask(connection, "SELECT @@SERVERNAME") == [(name,)], name
    refused(18456, each["host"], each["port"], "master", "not-" + password)
print("  instances let the right password in, and no other")

with connect(live(), listener["port"], listener["database"]) as connection:
    assert ask(connection, "SELECT @@SERVERNAME") == [("SQL1",)]
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE foreign_pymssql (id INT NOT NULL PRIMARY KEY, text NVARCHAR(40) NULL)")
    cursor.execute("INSERT INTO foreign_pymssql VALUES (1, %s)", ("Größe",))
    assert ask(connection, "SELECT text FROM foreign_pymssql") == [("Größe",)]
    cursor.execute("DROP TABLE foreign_pymssql")
    try:
        cursor.execute("SELECT * FROM nowhere_at_all")
        sys.exit("an error was not heard")
    except pymssql.Error as error:
        assert error.args[0] == 208, error
print("  the listener leads to the primary, which takes a row and says what is wrong")
