package io.quorate.sql.command;

import io.quorate.sql.SqlVersion;
import java.util.List;

/** The options of a group, as T-SQL names them. */
public enum GroupOption {
    /** Where backups should be taken. */
    AUTOMATED_BACKUP_PREFERENCE(Form.WORD, 11, true, "PRIMARY", "SECONDARY_ONLY", "SECONDARY", "NONE"),
    /** What makes the cluster fail over, 1 to 5. */
    FAILURE_CONDITION_LEVEL(Form.NUMBER, 11, true),
    /** How many milliseconds an instance may be silent. */
    HEALTH_CHECK_TIMEOUT(Form.NUMBER, 11, true),
    /** Whether one database that is lost makes it fail over. */
    DB_FAILOVER(Form.WORD, SqlVersion.SQL_2016, true, "ON", "OFF"),
    /** Whether it takes distributed transactions; changed from 2016 SP2 on. */
    DTC_SUPPORT(Form.WORD, SqlVersion.SQL_2016, true, "PER_DB", "NONE"),
    /** Makes it a basic group. */
    BASIC(Form.FLAG, SqlVersion.SQL_2016, false, "ON"),
    /** What stands under it. */
    CLUSTER_TYPE(Form.WORD, SqlVersion.SQL_2017, false, "WSFC", "EXTERNAL", "NONE"),
    /** How many secondaries must have hardened before a commit. */
    REQUIRED_SYNCHRONIZED_SECONDARIES_TO_COMMIT(Form.NUMBER, SqlVersion.SQL_2017, true),
    /** How many seconds a primary may write without the cluster manager's word; cluster type EXTERNAL only. */
    WRITE_LEASE_VALIDITY(Form.NUMBER, SqlVersion.SQL_2017, true),
    /** Gives it system databases of its own. */
    CONTAINED(Form.FLAG, SqlVersion.SQL_2022, false, "ON"),
    /** Takes those of an earlier group of the same name. */
    REUSE_SYSTEM_DATABASES(Form.FLAG, SqlVersion.SQL_2022, false, "ON"),
    /** Gets them by seeding: the forwarder of a distributed group. */
    AUTOSEEDING_SYSTEM_DATABASES(Form.FLAG, SqlVersion.SQL_2025, false, "ON"),
    /** How the cluster connects to the instance; empty for the default. Takes effect after a failover. */
    CLUSTER_CONNECTION_OPTIONS(Form.TEXT, SqlVersion.SQL_2025, true);

    /** How an option's value is written. */
    public enum Form {
        /** {@code OPTION = WORD}. */
        WORD,
        /** {@code OPTION = 3}. */
        NUMBER,
        /** {@code OPTION = N'text'}. */
        TEXT,
        /** {@code OPTION} alone. */
        FLAG
    }

    private final Form form;
    private final int since;
    private final boolean alterable;
    private final List<String> words;

    GroupOption(Form form, int since, boolean alterable, String... words) {
        this.form = form;
        this.since = since;
        this.alterable = alterable;
        this.words = List.of(words);
    }

    /** Returns how its value is written. */
    public Form form() {
        return form;
    }

    /** Returns the first major version that knows it. */
    public int since() {
        return since;
    }

    /** Tells whether it can be changed once the group is there. */
    public boolean alterable() {
        return alterable;
    }

    /** Returns the words it takes; empty where it takes a number or a text. */
    public List<String> words() {
        return words;
    }
}
