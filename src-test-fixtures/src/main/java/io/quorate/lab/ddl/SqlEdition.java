package io.quorate.lab.ddl;

import java.util.Locale;

/** An edition of SQL Server. */
public enum SqlEdition {
    ENTERPRISE(Groups.ALL),
    DEVELOPER(Groups.ALL),
    EVALUATION(Groups.ALL),
    STANDARD(Groups.BASIC),
    WEB(Groups.NONE),
    EXPRESS(Groups.NONE);

    /** Which availability groups an edition takes. */
    public enum Groups {
        ALL,
        /** One database and two replicas; a distributed one and those without a Windows cluster are none of them. */
        BASIC,
        NONE
    }

    private final Groups groups;

    SqlEdition(Groups groups) {
        this.groups = groups;
    }

    /** Returns which availability groups it takes. */
    public Groups groups() {
        return groups;
    }

    /**
     * Returns the one of that name, in any case, e.g. {@code Enterprise}.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SqlEdition of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
