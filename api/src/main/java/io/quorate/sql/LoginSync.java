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

/** Says which log-ins are to be the same at a group's instances; all of applications and people by default. Not thread-safe. */
public final class LoginSync {
    private @Nullable String source;
    private final Set<String> only = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<String> except = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final List<Consent> consents = new ArrayList<>();
    private boolean exactly;

    LoginSync() {}

    /** Takes an instance for the model, by its host; the group's primary by default. */
    public LoginSync from(String host) {
        source = Objects.requireNonNull(host, "host");
        return this;
    }

    /** Leaves all other log-ins alone. */
    public LoginSync only(String... logins) {
        only.addAll(List.of(logins));
        return this;
    }

    /** Leaves these log-ins alone. */
    public LoginSync except(String... logins) {
        except.addAll(List.of(logins));
        return this;
    }

    /**
     * Has a log-in of another SID, or kind, dropped and created again with the one of the source. What it owns or is granted on objects of the
     * server is lost; a database's users find it by its SID.
     *
     * @param consent names {@code login@host}
     */
    public LoginSync replacing(Consent consent) {
        consents.add(Objects.requireNonNull(consent, "consent"));
        return this;
    }

    /** Takes away server roles and rights that a log-in has at another instance only; they stay by default. */
    public LoginSync exactly() {
        exactly = true;
        return this;
    }

    /** What was said. */
    record Wish(
            @Nullable String source, Set<String> only, Set<String> except, List<Consent> consents, boolean exactly) {
        Wish {
            only = Set.copyOf(only);
            except = Set.copyOf(except);
            consents = List.copyOf(consents);
        }

        boolean covers(String login) {
            return (only.isEmpty() || has(only, login)) && !has(except, login);
        }

        private static boolean has(Set<String> names, String login) {
            return names.stream().anyMatch(login::equalsIgnoreCase);
        }

        Optional<Consent> consent(String identity) {
            return consents.stream().filter(one -> one.covers(identity)).findFirst();
        }
    }

    Wish wish() {
        return new Wish(source, only, except, consents, exactly);
    }

    @Override
    public String toString() {
        return Shown.as(this)
                .with("source", source)
                .with("only", only)
                .with("except", except)
                .with("consents", consents)
                .with("exactly", exactly)
                .toString();
    }
}
