package io.quorate.sql;

import io.quorate.Shown;
import io.quorate.call.Calls;
import io.quorate.error.QuorateException;
import io.quorate.sql.command.GetInventory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The instances of an endpoint. Rights and common errors are those of {@link AvailabilityGroupClient}. Immutable and thread-safe. */
public final class SqlInstances {
    private final Calls calls;

    SqlInstances(Calls calls) {
        this.calls = Objects.requireNonNull(calls, "calls");
    }

    /** Reads every instance's version, edition and gates. Changes nothing; one query an instance. */
    public List<SqlInstance> list() {
        return inventories().stream().map(SqlInventory::instance).toList();
    }

    /** Reads one instance. Changes nothing; one query. */
    public SqlInstance get(String host) {
        return inventory(host).instance();
    }

    /** Reads all of one instance. Changes nothing; one query. */
    public SqlInventory inventory(String host) {
        return calls.run(new GetInventory(host));
    }

    /** Reads all of every instance. Changes nothing; one query an instance. */
    public List<SqlInventory> inventories() {
        return estate(calls.hosts()).instances();
    }

    /** Reads all of these instances, every one of which has to answer. */
    Estate estate(List<String> hosts) {
        return new Estate(each(hosts, this::inventory));
    }

    /** Reads all of every instance that answers. */
    Sight sight() {
        List<SqlInventory> seen = new ArrayList<>();
        Map<String, QuorateException> silent = new LinkedHashMap<>();
        for (Answer answer : each(calls.hosts(), this::answer)) {
            if (answer.failure() != null) {
                silent.put(answer.host(), answer.failure());
            } else if (answer.seen() != null) {
                seen.add(answer.seen());
            }
        }
        if (seen.isEmpty()) {
            QuorateException first = silent.values().iterator().next();
            silent.values().stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return new Sight(new Estate(seen), silent);
    }

    /** Asks several instances side by side, so that a silent one costs no more than its own time. */
    private <T> List<T> each(List<String> hosts, Function<String, T> ask) {
        return calls.atEach(hosts, ask);
    }

    private Answer answer(String host) {
        try {
            return new Answer(host, inventory(host), null);
        } catch (QuorateException e) {
            return new Answer(host, null, e);
        }
    }

    private record Answer(
            String host,
            @Nullable SqlInventory seen,
            @Nullable QuorateException failure) {}

    /**
     * What could be read.
     *
     * @param estate those who answered
     * @param silent those who did not, and why
     */
    record Sight(Estate estate, Map<String, QuorateException> silent) {

        /** Returns the group; empty only if every instance answered and none has it. */
        Optional<AvailabilityGroup> group(String name) {
            Optional<AvailabilityGroup> found = estate.group(name);
            if (found.isEmpty() && !silent.isEmpty()) {
                QuorateException first = silent.values().iterator().next();
                silent.values().stream().skip(1).forEach(first::addSuppressed);
                throw first;
            }
            return found;
        }
    }

    @Override
    public String toString() {
        return Shown.as(this).with("endpoint", calls.endpoint()).toString();
    }
}
