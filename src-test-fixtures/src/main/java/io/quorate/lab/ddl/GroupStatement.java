package io.quorate.lab.ddl;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement on an availability group. */
public sealed interface GroupStatement extends Statement {

    /** Returns the group's name. */
    String name();

    /**
     * {@code CREATE AVAILABILITY GROUP ... FOR REPLICA ON}.
     *
     * @param databases may be empty
     * @param replicas at least one
     */
    record Create(
            String name,
            GroupOptions options,
            List<String> databases,
            List<Replica> replicas,
            @Nullable Listener listener)
            implements GroupStatement {
        public Create {
            databases = List.copyOf(databases);
            replicas = List.copyOf(replicas);
        }
    }

    /**
     * {@code CREATE AVAILABILITY GROUP ... WITH (DISTRIBUTED) AVAILABILITY GROUP ON}.
     *
     * @param members two
     */
    record CreateDistributed(String name, List<Member> members) implements GroupStatement {
        public CreateDistributed {
            members = List.copyOf(members);
        }
    }

    /** {@code ALTER AVAILABILITY GROUP}. */
    record Alter(String name, GroupAction action) implements GroupStatement {}

    /** {@code DROP AVAILABILITY GROUP}. */
    record Drop(String name) implements GroupStatement {}
}
