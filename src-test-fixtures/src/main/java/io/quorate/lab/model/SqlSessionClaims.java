package io.quorate.lab.model;

import io.quorate.lab.model.Fidelity.Claim;
import java.util.List;

/** What the lab claims about SQL Server's sessions. */
final class SqlSessionClaims {
    private static final String LEARN = "Microsoft Learn: ";
    private static final String REFERENCE = "reference of the project, mssql";

    static final List<Claim> LIST = List.of(
            new Claim(
                    "sql.session.engine",
                    Evidence.E,
                    "queries run in H2 in words of its own: names and texts compare without case, a number's digits after a division may"
                            + " differ",
                    "a shortcut"),
            new Claim(
                    "sql.session.errors",
                    Evidence.C,
                    "numbers and severities of errors are the server's: 102, 105, 137, 195, 207, 208, 209, 213, 241, 245, 512, 515, 544,"
                            + " 547, 911, 1222, 2601, 2627, 2628, 2714, 2812, 3701, 3902, 3903, 3906, 4060, 7202, 8115, 8134; their texts"
                            + " may say less",
                    LEARN + "Database engine events and errors"),
            new Claim(
                    "sql.session.batch",
                    Evidence.C,
                    "a statement that is none, or a column that is not there, fails the batch before anything runs; other errors end their"
                            + " statement, and with XACT_ABORT the transaction and the batch",
                    LEARN + "SET XACT_ABORT; Deferred name resolution"),
            new Claim(
                    "sql.login.windows",
                    Evidence.B,
                    "a Windows account proves itself by SPNEGO, Kerberos or NTLM, in LOGIN7 and messages of SSPI; the last token comes with"
                            + " the acknowledgement",
                    "[MS-TDS] 2.2.6.4, 2.2.6.8, 2.2.7.22; the vendor's driver"),
            new Claim(
                    "sql.login.windows.refused",
                    Evidence.C,
                    "18452 where it does not prove itself, 18456 where it has no log-in; membership of groups makes none",
                    LEARN + "MSSQLSERVER_18452, MSSQLSERVER_18456; without groups: a shortcut"),
            new Claim(
                    "sql.login.spn",
                    Evidence.C,
                    "an instance's own service name, MSSQLSvc/host:port, stands on its service's account by itself, a listener's by hand;"
                            + " whoever asks for it by another's account is refused",
                    LEARN + "Register a Service Principal Name for Kerberos connections; Listeners and SPNs"),
            new Claim(
                    "sql.login.binding",
                    Evidence.C,
                    "channel bindings are not looked at, as usual (Extended Protection off)",
                    LEARN + "Connect with Extended Protection"),
            new Claim(
                    "sql.session.unknown",
                    Evidence.E,
                    "what is not simulated answers error 50000 and says so",
                    "a shortcut; " + REFERENCE + " 6.3"),
            new Claim(
                    "sql.session.writer",
                    Evidence.E,
                    "one session at a time writes to a database, and nobody who only reads waits for it",
                    "a shortcut"),
            new Claim(
                    "sql.session.commit",
                    Evidence.C,
                    "a commit is told when the database's availability lets it; a copy redoes the rows' values, not the statements",
                    LEARN + "Availability modes; " + REFERENCE + " 2; ha B5.6"),
            new Claim(
                    "sql.session.definitions",
                    Evidence.E,
                    "a table that a transaction makes is seen by others before it is committed, and is gone if it is rolled back",
                    "a shortcut"),
            new Claim(
                    "sql.session.cut",
                    Evidence.C,
                    "sessions in a database whose role changes are ended, and their transaction is rolled back",
                    LEARN + "Failover and failover modes"),
            new Claim(
                    "sql.session.kept",
                    Evidence.E,
                    "by declaration alone a former primary keeps its sessions and its listener's connections, and answers what they ask as it answers"
                            + " others in its role",
                    "the worst that pools report (HikariCP 314, 1075, 1674); " + REFERENCE + " 7"),
            new Claim(
                    "sql.session.functions",
                    Evidence.D,
                    "HAS_PERMS_BY_NAME and IS_SRVROLEMEMBER say yes where the model does not know better",
                    "what inventories ask; " + REFERENCE + " 2.5"));

    private SqlSessionClaims() {}
}
