package io.quorate.lab.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a batch answered. */
final class Heard implements SqlAnswer {
    final List<List<SqlColumn>> columns = new ArrayList<>();
    final List<List<? extends @Nullable Object>> rows = new ArrayList<>();
    final List<SqlMessage> messages = new ArrayList<>();
    final List<Object> ends = new ArrayList<>();
    final List<String> databases = new ArrayList<>();

    @Override
    public void columns(List<SqlColumn> c) {
        columns.add(c);
    }

    @Override
    public void row(List<? extends @Nullable Object> values) {
        rows.add(values);
    }

    @Override
    public void message(SqlMessage message) {
        messages.add(message);
    }

    @Override
    public void counted(long count) {
        ends.add(count);
    }

    @Override
    public void done() {
        ends.add("done");
    }

    @Override
    public void database(String name) {
        databases.add(name);
    }

    List<Integer> errors() {
        return messages.stream()
                .filter(SqlMessage::error)
                .map(SqlMessage::number)
                .toList();
    }

    @Nullable
    Object value() {
        return rows.get(0).get(0);
    }

    static Heard of(SqlSession session, String batch, SqlParameter... parameters) {
        Heard heard = new Heard();
        session.run(batch, List.of(parameters), heard);
        return heard;
    }

    static SqlSession in(SqlInstance instance, String database) {
        SqlEntry entry = instance.login(new SqlLogin("sa", "right".toCharArray(), database, false, "test", "CLIENT1"));
        if (entry instanceof SqlEntry.Accepted accepted) {
            return accepted.session();
        }
        throw new AssertionError(entry);
    }
}
