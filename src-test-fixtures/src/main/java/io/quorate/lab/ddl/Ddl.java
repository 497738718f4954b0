package io.quorate.lab.ddl;

/** The checker: takes a statement as a version and edition of SQL Server would, or says why not. */
public final class Ddl {
    private Ddl() {}

    /**
     * Reads one statement; a semicolon may end it.
     *
     * @throws DdlRejection if the server would not take it, whatever the state of its groups
     */
    public static Statement parse(String text, SqlVersion version, SqlEdition edition) throws DdlRejection {
        throw new DdlRejection(
                102, 15, 1, 1, "Incorrect syntax near '" + text.strip().split("\\s", 2)[0] + "'.");
    }
}
