package io.quorate.sql;

import io.quorate.Shown;
import io.quorate.sql.command.DistributedMember;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How a distributed group should be. Mutable inside the lambda it is handed to, and of no use outside. */
public final class DistributedSpec {
    private final List<Wanted> members = new ArrayList<>();

    DistributedSpec() {}

    /** Adds one of the two groups, with what is usual. The first one leads a distributed group that is not there yet. */
    public DistributedSpec addGroup(String group) {
        return addGroup(group, member -> {});
    }

    /** Adds one of the two groups. The first one leads a distributed group that is not there yet; the second one holds no database by then. */
    public DistributedSpec addGroup(String group, Consumer<Member> details) {
        Member member = new Member();
        details.accept(member);
        members.add(
                new Wanted(Objects.requireNonNull(group, "group"), member.listenerUrl, member.mode, member.seeding));
        return this;
    }

    /** How one of the two groups takes part. Mutable inside the lambda it is handed to, and of no use outside. */
    public static final class Member {
        private @Nullable String listenerUrl;
        private AvailabilityMode mode = AvailabilityMode.ASYNCHRONOUS_COMMIT;
        private SeedingMode seeding = SeedingMode.AUTOMATIC;

        private Member() {}

        /**
         * Sets where the other group reaches it: {@code TCP://listener:port}, the port of the mirroring endpoints. By default its listener's name
         * and the port of its primary's endpoint.
         */
        public Member listenerUrl(String value) {
            listenerUrl = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Sets when the other group's primary takes a transaction for committed; asynchronously by default. */
        public Member mode(AvailabilityMode value) {
            mode = Objects.requireNonNull(value, "value");
            return this;
        }

        /** Sets how it gets its first copy of a database; automatically by default. */
        public Member seeding(SeedingMode value) {
            seeding = Objects.requireNonNull(value, "value");
            return this;
        }

        @Override
        public String toString() {
            return Shown.as(this)
                    .with("listenerUrl", listenerUrl)
                    .with("mode", mode)
                    .with("seeding", seeding)
                    .toString();
        }
    }

    List<Wanted> build(String name) {
        if (members.size() != 2) {
            throw new IllegalArgumentException(
                    "distributed group " + name + ": it has two groups, not " + members.size());
        }
        return List.copyOf(members);
    }

    /** One of the two groups, as it is wanted. */
    record Wanted(String group, @Nullable String listenerUrl, AvailabilityMode mode, SeedingMode seeding) {

        DistributedMember at(String url) {
            return new DistributedMember(group, listenerUrl == null ? url : listenerUrl, mode, seeding);
        }
    }

    @Override
    public String toString() {
        return Shown.as(this).with("members", members).toString();
    }
}
