"""pymssql (FreeTDS) against an instance of the lab: logs in, asks, hears an error, commits, is refused with a wrong password.

tds_pymssql.py HOST PORT USER, the password in QUORATE_PASSWORD; FREETDSCONF says whether TLS is wanted and whom to trust.
"""

import os
import sys

import pymssql

host, port, user = sys.argv[1:4]
password = os.environ["QUORATE_PASSWORD"]


def connect(secret):
    return pymssql.connect(server=host, port=port, user=user, password=secret, database="orders", login_timeout=20, timeout=20)


try:
    connect("not-" + password)
    sys.exit("a wrong password was taken")
except pymssql.Error as refused:
    assert "18456" in str(refused), refused

with connect(password) as connection:
    cursor = connection.cursor()
    cursor.execute("SELECT 1")
    assert cursor.fetchall() == [(1,)]
    cursor.execute("SELECT types")
    (row,) = cursor.fetchall()
    assert row[0] == 42 and row[1] == "Größe" and row[2] is None and len(row[3]) == 20000, row
    assert bytes(row[4]) == b"\x00\x01\xff" and str(row[5]) == "9999999999999999999999999", row
    try:
        cursor.execute("RAISE")
        sys.exit("an error was not heard")
    except pymssql.Error as error:
        assert error.args[0] == 47106, error
    cursor.execute("SELECT 1")
    assert cursor.fetchall() == [(1,)]
    connection.commit()
print("pymssql %s is served" % pymssql.__version__)
