package io.quorate.sql;

import io.quorate.Consent;
import io.quorate.Shown;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Says which Agent jobs are to be the same at a group's instances; all by default. Not thread-safe. */
public final class JobSync {
    private @Nullable String source;
    private final Set<String> only = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> except = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final List<Consent> consents = new ArrayList<>();

    JobSync() {}

    /** Takes an instance for the model, by its host; the group's primary by default. */
    public JobSync from(String host) {
        source = Objects.requireNonNull(host, "host");
        return this;
    }

    /** Leaves all other jobs alone. */
    public JobSync only(String... jobs) {
        only.addAll(List.of(jobs));
        return this;
    }

    /** Leaves these jobs alone. */
    public JobSync except(String... jobs) {
        except.addAll(List.of(jobs));
        return this;
    }

    /**
     * Has steps and schedules removed that a job of another instance has besides.
     *
     * @param consent names {@code job@host}
     */
    public JobSync removing(Consent consent) {
        consents.add(Objects.requireNonNull(consent, "consent"));
        return this;
    }

    /** What was said. */
    record Wish(@Nullable String source, Set<String> only, Set<String> except, List<Consent> consents) {
        Wish {
            only = Set.copyOf(only);
            except = Set.copyOf(except);
            consents = List.copyOf(consents);
        }

        boolean covers(String job) {
            return (only.isEmpty() || has(only, job)) && !has(except, job);
        }

        private static boolean has(Set<String> names, String job) {
            return names.stream().anyMatch(job::equalsIgnoreCase);
        }

        Optional<Consent> consent(String identity) {
            return consents.stream().filter(one -> one.covers(identity)).findFirst();
        }
    }

    Wish wish() {
        return new Wish(source, only, except, consents);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("source", source)
                .with("only", only)
                .with("except", except)
                .with("consents", consents)
                .toString();
    }
}
