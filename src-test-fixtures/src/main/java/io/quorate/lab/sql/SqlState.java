package io.quorate.lab.sql;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a session has set and what its last statement left. Used by the session's thread. */
final class SqlState {
    private static final int MOST_KEYS = 1_000;

    final int number;
    final SqlLogin login;
    volatile String database;
    int transactions;
    boolean implicit;
    boolean abort;
    boolean quiet;
    long lockMillis = -1;
    long rows;
    int error;

    @Nullable
    Object identity;

    @Nullable
    String identityInsert;

    @Nullable
    SqlMessage caught;

    private final Map<String, @Nullable Object> context = new HashMap<>();

    SqlState(int number, SqlLogin login, String database) {
        this.number = number;
        this.login = new SqlLogin(
                login.user(), new char[0], login.database(), login.readIntent(), login.application(), login.host());
        this.database = database;
    }

    @Nullable
    Object context(String key) {
        return context.get(key.toLowerCase(Locale.ROOT));
    }

    void context(String key, @Nullable Object value) {
        if (context.size() < MOST_KEYS) {
            context.put(key.toLowerCase(Locale.ROOT), value);
        }
    }

    /** Returns on whose behalf statements run. */
    SqlCaller caller() {
        Object external = context("external_cluster");
        return new SqlCaller(
                login.user(),
                database,
                transactions > 0,
                external != null && external.toString().equalsIgnoreCase("yes"));
    }
}
