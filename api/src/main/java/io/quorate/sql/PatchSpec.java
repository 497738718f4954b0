package io.quorate.sql;

import io.quorate.text.Shown;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What patches a group's instances, and how the group should be then. Mutable inside the lambda it is handed to, and of no use outside. */
public final class PatchSpec {
    private static final Duration USUAL = Duration.ofHours(1);

    private @Nullable Predicate<SqlInstance> patched;
    private String wish = "";
    private @Nullable Set<String> automatic;
    private @Nullable Consumer<SqlInstance> step;
    private @Nullable String back;
    private Duration within = USUAL;

    PatchSpec() {}

    /** Sets the version that an instance has once it is patched, or a later one: {@code 16.0.4165.4}. */
    public PatchSpec version(String least) {
        SqlVersion target = SqlVersion.of(least);
        return until("version " + target, one -> one.version().compareTo(target) >= 0);
    }

    /**
     * Sets how one sees that an instance is patched, where its version does not tell.
     *
     * @param what that, for messages
     * @param test asks the instance as it was read, so that after an interruption the same is seen
     */
    public PatchSpec until(String what, Predicate<SqlInstance> test) {
        wish = Objects.requireNonNull(what, "what");
        patched = Objects.requireNonNull(test, "test");
        return this;
    }

    /**
     * Sets which replicas the cluster fails over to by itself when all is done, by their instances' names; none for nobody. It has to be said: while
     * one is patched it is taken out of that, and a run that goes on after an interruption cannot see how it was.
     */
    public PatchSpec automatic(String... servers) {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        names.addAll(List.of(servers));
        automatic = names;
        return this;
    }

    /**
     * Sets what patches an instance: it may stop and start the service, or the host, and need not wait for it. It is called at once after a look that
     * showed the instance unpatched and a secondary; who patches from several places sees to it that it does not harm one patched that very moment. Without it a run stops where an
     * instance is ready to be patched by hand; run again afterwards.
     */
    public PatchSpec by(Consumer<SqlInstance> patch) {
        step = Objects.requireNonNull(patch, "patch");
        return this;
    }

    /** Has this instance lead again when all is done. */
    public PatchSpec returnTo(String server) {
        back = Objects.requireNonNull(server, "server");
        return this;
    }

    /** Sets how long an instance may take until it is back and in step, an hour by default. */
    public PatchSpec within(Duration time) {
        within = Objects.requireNonNull(time, "time");
        return this;
    }

    Wanted build(String group) {
        if (patched == null) {
            throw new IllegalArgumentException("group " + group + ": say by which version an instance is patched");
        }
        if (automatic == null) {
            throw new IllegalArgumentException(
                    "group " + group + ": say which replicas are failed over to automatically when all is done");
        }
        return new Wanted(wish, patched, automatic, step, back, within);
    }

    /** The finished specification. */
    record Wanted(
            String wish,
            Predicate<SqlInstance> patched,
            Set<String> automatic,
            @Nullable Consumer<SqlInstance> step,
            @Nullable String back,
            Duration within) {}

    @Override
    public String toString() {
        return Shown.as(this)
                .with("wish", wish)
                .with("automatic", automatic)
                .with("back", back)
                .with("within", within)
                .toString();
    }
}
