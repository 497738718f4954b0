package io.quorate.lab.sql;

import io.quorate.lab.ddl.Ddl;
import io.quorate.lab.ddl.DdlRejection;
import io.quorate.lab.ddl.SqlEdition;
import io.quorate.lab.ddl.SqlVersion;
import io.quorate.lab.ddl.Statement;

/** Reads a statement of the catalogue as one instance's version and edition does. */
@FunctionalInterface
interface SqlGrammar {

    /**
     * Reads one.
     *
     * @param line the line of the batch that it begins on
     * @throws SqlFailure if the server would not take it
     */
    Statement read(String statement, int line);

    /** Returns the one of an instance, as it tells its version and edition. */
    static SqlGrammar of(SqlHost host) {
        return (statement, line) -> {
            Object edition = host.property("Edition");
            String first =
                    edition == null ? "Developer" : edition.toString().strip().split("\\s", 2)[0];
            try {
                return Ddl.parse(statement, SqlVersion.of(host.version()), SqlEdition.of(first));
            } catch (DdlRejection e) {
                throw SqlLexer.of(e, line);
            }
        };
    }
}
