package io.quorate.lab.sql;

/**
 * What a client says when it logs in. Prints no password.
 *
 * @param user the log-in's name
 * @param password its password
 * @param database which database it wants; empty for the log-in's default
 * @param readIntent whether it declares that it only reads
 * @param application the program's name
 * @param host the client's machine
 */
public record SqlLogin(
        String user, char[] password, String database, boolean readIntent, String application, String host) {

    @Override
    public String toString() {
        return "SqlLogin[user=" + user + " password=<hidden> database=" + database + " readIntent=" + readIntent + "]";
    }
}
