package io.quorate.mssql;

import io.quorate.spi.ErrorKind;

/** What the numbers of log-ins, rights and Agent's jobs mean; part of the table of {@link SqlErrors}. */
final class LoginErrors {
    private LoginErrors() {}

    static void list() {
        SqlErrors.add(
                SqlClass.ALREADY_SO,
                ErrorKind.CONFLICT,
                "a job, step or schedule of this name is there, or the job runs here already: look what it is",
                14_261,
                14_269);
        configuration(
                "a log-in or user of this SID is there under another name: rename that one, or drop it",
                15_433,
                15_063);
        configuration(
                "the hash of a password is taken as it is, and only from the same or an older version: 2025 makes hashes that"
                        + " older ones cannot read",
                15_021);
        configuration(
                "the password policy of Windows refuses the password: take another one, or CHECK_POLICY = OFF",
                15_114,
                15_115,
                15_116,
                15_117,
                15_118,
                15_119);
        configuration("a password expires, or must be changed, only where the policy is enforced", 15_122, 15_128);
        configuration(
                "the account is not known to Windows on this machine: look at its name and its domain", 15_401, 15_407);
        configuration("the default database or language is not there: make it, or take another", 15_010, 15_033);
        configuration("end its sessions first, or wait until nobody works under this log-in", 15_434);
        configuration("give its databases another owner first: ALTER AUTHORIZATION ON DATABASE::name TO sa", 15_174);
        configuration("give its jobs another owner first", 15_170);
        configuration("it owns or has granted something on the server: change that first", 15_141, 15_173, 15_186);
        configuration("CASCADE takes a right from those whom it was given on to, too", 4611);
        configuration("name a log-in of this instance: have its log-ins be the same first", 14_234);
        configuration(
                "the job, step, schedule, category, operator or proxy is not there: look what it is called", 14_262);
        configuration("a value that Agent's procedure does not take: look which are valid", 14_266);
        configuration("several schedules have this name: address it by its number", 14_371);
        configuration("the job comes from another server: change it there", 14_274);
    }

    private static void configuration(String remedy, int... numbers) {
        SqlErrors.add(SqlClass.CONFIGURATION, ErrorKind.REJECTED, remedy, numbers);
    }
}
