package io.quorate.lab.model.sql;

import io.quorate.lab.ddl.GroupOptions;
import io.quorate.lab.ddl.GroupOptions.ClusterType;
import io.quorate.lab.ddl.Member;
import io.quorate.lab.kernel.Key;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An availability group, as its cluster has noted it.
 *
 * @param options all given, none null but those that a version or cluster type lacks
 * @param primary the instance that holds it now, or null
 * @param last the instance that held it last
 * @param sequence grows with each change of its configuration
 * @param members of a distributed group; empty for others
 */
public record AgState(
        String name,
        UUID id,
        GroupOptions options,
        List<AgReplica> replicas,
        List<AgDatabase> databases,
        @Nullable AgListener listener,
        @Nullable String primary,
        String last,
        long sequence,
        List<Member> members) {
    public AgState {
        replicas = List.copyOf(replicas);
        databases = List.copyOf(databases);
        members = List.copyOf(members);
    }

    /** A database of a group. */
    public record AgDatabase(String name, UUID id) {}

    /** Returns the entity's key. */
    public static Key<AgState> key(String name) {
        return new Key<>(AgState.class, "ag/" + name.toUpperCase(Locale.ROOT));
    }

    Key<AgState> key() {
        return key(name);
    }

    public boolean distributed() {
        return !members.isEmpty();
    }

    public ClusterType cluster() {
        ClusterType type = options.clusterType();
        return type == null ? ClusterType.WSFC : type;
    }

    /** Returns how many synchronised secondaries a commit needs. */
    public int required() {
        Integer required = options.requiredSynchronizedSecondaries();
        return required == null ? 0 : required;
    }

    /** Finds a replica, ignoring case. */
    public Optional<AgReplica> replica(String server) {
        return replicas.stream()
                .filter(r -> r.server().equalsIgnoreCase(server))
                .findFirst();
    }

    /** Finds a database, ignoring case. */
    public Optional<AgDatabase> database(String database) {
        return databases.stream()
                .filter(d -> d.name().equalsIgnoreCase(database))
                .findFirst();
    }

    /** Returns it with changes. */
    AgState with(Consumer<Edit> changes) {
        Edit edit = new Edit(this);
        changes.accept(edit);
        return new AgState(
                name,
                id,
                edit.options,
                edit.replicas,
                edit.databases,
                edit.listener,
                edit.primary,
                edit.last,
                sequence + 1,
                edit.members);
    }

    /** What may change. */
    static final class Edit {
        GroupOptions options;
        List<AgReplica> replicas;
        List<AgDatabase> databases;

        @Nullable
        AgListener listener;

        @Nullable
        String primary;

        String last;
        List<Member> members;

        Edit(AgState state) {
            options = state.options;
            replicas = state.replicas;
            databases = state.databases;
            listener = state.listener;
            primary = state.primary;
            last = state.last;
            members = state.members;
        }
    }

    static String upper(String text) {
        return text.toUpperCase(Locale.ROOT);
    }
}
