package io.quorate.mssql;

import io.quorate.spi.ErrorKind;

/** The second half of the table of error numbers: what databases, backups and certificates refuse, and what only monitors should hear. */
final class MoreSqlErrors {

    /** Takes numbers of one meaning. */
    @FunctionalInterface
    interface Table {
        void add(SqlClass sqlClass, ErrorKind kind, String remedy, int... numbers);
    }

    private MoreSqlErrors() {}

    static void list(Table table) {
        databases(table);
        backups(table);
        certificates(table);
        monitors(table);
    }

    private static void databases(Table table) {
        // Absence is proved by listing alone: the account may not see it, or a copy is on its way.
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "is there such a database on this instance (a copy may not have been seeded yet), and may the account see it?",
                911,
                5011);
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "the database is off line or its files cannot be reached; look at the instance's error log",
                942,
                945);
        table.add(SqlClass.CONFIGURATION, ErrorKind.CONFLICT, "a database of that name is there already", 1801);
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "a copy joins while it is restoring and has all log backups that were taken: restore them WITH NORECOVERY",
                1412,
                1464,
                1478);
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "a group takes databases in FULL recovery after a full backup, and no system database",
                1465,
                1475,
                35_290);
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "the database is in a group; it leaves the group first",
                1468,
                3104,
                3752);
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.CONFLICT,
                "a database is in one group alone: take it out of the other one first",
                41_148);
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "add the database to the group on its primary first",
                35_242,
                35_279);
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.CONFLICT,
                "the cluster has a group of that name; drop it where its primary is, or take another name",
                41_042);
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "the cluster knows no group of that name: create it on its primary first, in the same cluster",
                41_044,
                19_507);
        table.add(SqlClass.CONFIGURATION, ErrorKind.REJECTED, "the group has no such listener; look at it", 19_479);
        table.add(SqlClass.CONFIGURATION, ErrorKind.REJECTED, "it must be sent outside of a transaction", 226);
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "do the directories exist on the instance's host, and may the service account use them?",
                5133);
    }

    private static void backups(Table table) {
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "can the service account of this instance read and write the backup's path?",
                3201);
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "restore the full backup first, then every log backup in order, each WITH NORECOVERY",
                3117,
                3118,
                3154,
                4305);
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "log is backed up in FULL recovery after a full backup",
                4208,
                4214);
        table.add(SqlClass.CONFIGURATION, ErrorKind.REJECTED, "this copy takes no such backup or restore", 3059);
    }

    private static void certificates(Table table) {
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "master needs a database master key that opens by itself",
                15_581,
                15_466,
                15_468);
        table.add(
                SqlClass.CONFIGURATION,
                ErrorKind.REJECTED,
                "is that a whole certificate, and is its like not there already?",
                15_208);
        table.add(SqlClass.CONFIGURATION, ErrorKind.REJECTED, "an endpoint uses it; let the endpoint go first", 15_559);
        table.add(SqlClass.FATAL, ErrorKind.REJECTED, "is there such a log-in, and may the account see it?", 15_007);
    }

    /** What happens to a group, not what becomes of a statement: told beside it, or in the error log alone. */
    private static void monitors(Table table) {
        table.add(
                SqlClass.TRANSIENT,
                ErrorKind.BUSY,
                "a replica does not answer on its mirroring endpoint, or is gone for a moment; if it stays so look at links and"
                        + " endpoints",
                35_201,
                35_206,
                35_267);
        table.add(
                SqlClass.TRANSIENT,
                ErrorKind.BUSY,
                "the cluster could not bring the group on line; look at its resource's state, then try again",
                41_066);
        table.add(
                SqlClass.MONITOR,
                ErrorKind.BUSY,
                "the lease or the health check of the group's resource ended: look at the instance's load and at the cluster",
                19_407,
                19_419,
                19_421,
                19_422,
                19_423);
        table.add(
                SqlClass.MONITOR,
                ErrorKind.BUSY,
                "a replica or database changes its state; look what it is in a moment",
                1480,
                19_406,
                19_432,
                19_433,
                35_202,
                35_264,
                35_265,
                35_266,
                35_268,
                35_269);
    }
}
