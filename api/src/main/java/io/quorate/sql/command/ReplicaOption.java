package io.quorate.sql.command;

import io.quorate.sql.SqlVersion;
import java.util.List;

/** The options of a replica that one statement can change, as T-SQL names them; the routing list has a command of its own. */
public enum ReplicaOption {
    /** How it gets its first copy of a database; set again, seeding begins again. */
    SEEDING_MODE(Role.NONE, GroupOption.Form.WORD, SqlVersion.SQL_2016, "AUTOMATIC", "MANUAL"),
    /** Where other replicas reach it. */
    ENDPOINT_URL(Role.NONE, GroupOption.Form.TEXT, 11),
    /** When the primary takes a transaction for committed. */
    AVAILABILITY_MODE(Role.NONE, GroupOption.Form.WORD, 11, "SYNCHRONOUS_COMMIT", "ASYNCHRONOUS_COMMIT"),
    /** Who may fail over to it. */
    FAILOVER_MODE(Role.NONE, GroupOption.Form.WORD, 11, "AUTOMATIC", "MANUAL", "EXTERNAL"),
    /** 0 to 100; 0 never takes backups. */
    BACKUP_PRIORITY(Role.NONE, GroupOption.Form.NUMBER, 11),
    /** How many seconds it may be silent. */
    SESSION_TIMEOUT(Role.NONE, GroupOption.Form.NUMBER, 11),
    /** Whom it serves as primary. */
    PRIMARY_CONNECTIONS(Role.PRIMARY, GroupOption.Form.WORD, 11, "ALL", "READ_WRITE"),
    /** Whom it serves as secondary. */
    SECONDARY_CONNECTIONS(Role.SECONDARY, GroupOption.Form.WORD, 11, "ALL", "READ_ONLY", "NO"),
    /** Where those who ask to read only are sent when it is secondary; empty for nowhere (2025). */
    READ_ONLY_ROUTING_URL(Role.SECONDARY, GroupOption.Form.TEXT, 11),
    /** Where those who write are sent when it is primary; empty for nowhere (2025). */
    READ_WRITE_ROUTING_URL(Role.PRIMARY, GroupOption.Form.TEXT, SqlVersion.SQL_2019);

    /** Inside which clause an option stands. */
    public enum Role {
        /** Inside none. */
        NONE,
        /** Inside {@code PRIMARY_ROLE}. */
        PRIMARY,
        /** Inside {@code SECONDARY_ROLE}. */
        SECONDARY
    }

    private final Role role;
    private final GroupOption.Form form;
    private final int since;
    private final List<String> words;

    ReplicaOption(Role role, GroupOption.Form form, int since, String... words) {
        this.role = role;
        this.form = form;
        this.since = since;
        this.words = List.of(words);
    }

    /** Returns inside which clause it stands. */
    public Role role() {
        return role;
    }

    /** Returns how its value is written. */
    public GroupOption.Form form() {
        return form;
    }

    /** Returns the first major version that knows it. */
    public int since() {
        return since;
    }

    /** Returns the words it takes; empty where it takes a number or a text. */
    public List<String> words() {
        return words;
    }

    /** Returns the words of T-SQL: {@code ALLOW_CONNECTIONS} for both roles, else its own. */
    public String keyword() {
        return this == PRIMARY_CONNECTIONS || this == SECONDARY_CONNECTIONS ? "ALLOW_CONNECTIONS" : name();
    }
}
