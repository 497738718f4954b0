package io.quorate.lab.ddl;

import io.quorate.lab.ddl.Replica.AllowConnections;
import io.quorate.lab.ddl.Replica.AvailabilityMode;
import io.quorate.lab.ddl.Replica.FailoverMode;
import io.quorate.lab.ddl.Replica.PrimaryRole;
import io.quorate.lab.ddl.Replica.SecondaryRole;
import io.quorate.lab.ddl.Replica.SeedingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads replicas, and members of distributed groups. */
final class ReplicaParser {
    private final Reader reader;
    private final String statement;
    private final boolean modify;

    /**
     * Of one statement.
     *
     * @param modify whether it names the one option that is changed
     */
    ReplicaParser(Reader reader, String statement, boolean modify) {
        this.reader = reader;
        this.statement = statement;
        this.modify = modify;
    }

    /** Reads one or more. */
    List<Replica> replicas() throws DdlRejection {
        List<Replica> replicas = new ArrayList<>();
        do {
            replicas.add(replica());
        } while (reader.acceptSign(","));
        return replicas;
    }

    private Replica replica() throws DdlRejection {
        String server = reader.string();
        reader.expect("WITH");
        reader.expectSign("(");
        Parts parts = new Parts();
        do {
            parts.read();
        } while (!modify && reader.acceptSign(","));
        reader.expectSign(")");
        Replica replica = new Replica(
                server,
                parts.url,
                parts.availability,
                parts.failover,
                parts.seeding,
                parts.priority,
                parts.timeout,
                parts.primary,
                parts.secondary);
        if (!modify) {
            complete(replica, parts.seen);
        }
        return replica;
    }

    private void complete(Replica replica, Set<String> seen) throws DdlRejection {
        String of = " of replica '" + Reader.shown(replica.server()) + "'";
        if (replica.endpointUrl() == null) {
            throw reader.incomplete(35236, "The endpoint URL" + of + " is not specified.");
        }
        if (replica.availabilityMode() == null) {
            throw reader.incomplete(41198, "The AVAILABILITY_MODE" + of + " is not specified.");
        }
        if (replica.availabilityMode() == AvailabilityMode.CONFIGURATION_ONLY) {
            for (String option : seen) {
                if (!Set.of("ENDPOINT_URL", "AVAILABILITY_MODE", "SESSION_TIMEOUT")
                        .contains(option)) {
                    throw reader.incomplete(
                            47110,
                            "The '" + option + "' option" + of + " is not valid: it holds the configuration only.");
                }
            }
        } else if (replica.failoverMode() == null) {
            throw reader.incomplete(41197, "The FAILOVER_MODE" + of + " is not specified.");
        }
    }

    /** Reads one or two groups with what they are in a distributed one. */
    List<Member> members() throws DdlRejection {
        List<Member> members = new ArrayList<>();
        do {
            if (members.size() == 2) {
                throw reader.unexpected();
            }
            members.add(member());
        } while (reader.acceptSign(","));
        if (!modify && members.size() != 2) {
            throw reader.unexpected();
        }
        return members;
    }

    private Member member() throws DdlRejection {
        String group = reader.string();
        reader.expect("WITH");
        reader.expectSign("(");
        Parts parts = new Parts();
        do {
            parts.readOfMember();
        } while (!modify && reader.acceptSign(","));
        reader.expectSign(")");
        if (!modify) {
            String of = " of group '" + Reader.shown(group) + "'";
            if (parts.url == null) {
                throw reader.incomplete(35236, "The listener URL" + of + " is not specified.");
            }
            if (parts.availability == null) {
                throw reader.incomplete(41198, "The AVAILABILITY_MODE" + of + " is not specified.");
            }
            if (parts.failover == null) {
                throw reader.incomplete(41197, "The FAILOVER_MODE" + of + " is not specified.");
            }
        }
        return new Member(group, parts.url, parts.availability, parts.failover, parts.seeding);
    }

    /** What was read of one replica. */
    private final class Parts {
        private final Set<String> seen = new HashSet<>();
        private @Nullable String url;
        private @Nullable AvailabilityMode availability;
        private @Nullable FailoverMode failover;
        private @Nullable SeedingMode seeding;
        private @Nullable Integer priority;
        private @Nullable Integer timeout;
        private @Nullable PrimaryRole primary;
        private @Nullable SecondaryRole secondary;

        private void read() throws DdlRejection {
            String option = once();
            switch (option) {
                case "ENDPOINT_URL" -> {
                    reader.expectSet(option);
                    url = reader.string();
                }
                case "AVAILABILITY_MODE" -> {
                    reader.expectSet(option);
                    availability = reader.since(SqlVersion.V2017)
                            ? reader.oneOf(AvailabilityMode.values())
                            : reader.oneOf(AvailabilityMode.SYNCHRONOUS_COMMIT, AvailabilityMode.ASYNCHRONOUS_COMMIT);
                }
                case "FAILOVER_MODE" -> {
                    reader.expectSet(option);
                    failover = reader.since(SqlVersion.V2017)
                            ? reader.oneOf(FailoverMode.values())
                            : reader.oneOf(FailoverMode.AUTOMATIC, FailoverMode.MANUAL);
                }
                case "SEEDING_MODE" -> {
                    reader.expectSet(option);
                    seeding = reader.oneOf(SeedingMode.values());
                }
                case "BACKUP_PRIORITY" -> {
                    reader.expectSet(option);
                    priority = reader.smallInteger();
                }
                case "SESSION_TIMEOUT" -> {
                    reader.expectSet(option);
                    timeout = reader.smallInteger();
                }
                case "PRIMARY_ROLE" -> {
                    reader.expect(option);
                    primary = primaryRole();
                }
                case "SECONDARY_ROLE" -> {
                    reader.expect(option);
                    secondary = secondaryRole();
                }
                default -> throw reader.unexpected();
            }
        }

        private void readOfMember() throws DdlRejection {
            String option = once();
            switch (option) {
                case "LISTENER_URL" -> {
                    reader.expectSet(option);
                    url = reader.string();
                }
                case "LISTENER" -> {
                    if (!modify) {
                        throw reader.unexpected();
                    }
                    reader.expectSet(option);
                    url = reader.string();
                }
                case "AVAILABILITY_MODE" -> {
                    reader.expectSet(option);
                    availability =
                            reader.oneOf(AvailabilityMode.SYNCHRONOUS_COMMIT, AvailabilityMode.ASYNCHRONOUS_COMMIT);
                }
                case "FAILOVER_MODE" -> {
                    if (modify) {
                        throw reader.unexpected();
                    }
                    reader.expectSet(option);
                    failover = reader.oneOf(FailoverMode.AUTOMATIC, FailoverMode.MANUAL);
                }
                case "SEEDING_MODE" -> {
                    reader.expectSet(option);
                    seeding = reader.oneOf(SeedingMode.values());
                }
                default -> throw reader.unexpected();
            }
        }

        private String once() throws DdlRejection {
            String option = reader.peek().word();
            if (!seen.add(option)) {
                throw reader.invalidUse(option, statement);
            }
            return option;
        }
    }

    private PrimaryRole primaryRole() throws DdlRejection {
        AllowConnections allowed = null;
        List<List<String>> list = null;
        String url = null;
        Set<String> seen = new HashSet<>();
        reader.expectSign("(");
        do {
            String option = roleOption(seen);
            switch (option) {
                case "ALLOW_CONNECTIONS" -> {
                    reader.expectSet(option);
                    allowed = reader.oneOf(AllowConnections.READ_WRITE, AllowConnections.ALL);
                }
                case "READ_ONLY_ROUTING_LIST" -> {
                    reader.expectSet(option);
                    list = reader.accept("NONE") ? List.of() : routingList();
                }
                case "READ_WRITE_ROUTING_URL" -> {
                    if (!reader.since(SqlVersion.V2019)) {
                        throw reader.unexpected();
                    }
                    reader.expectSet(option);
                    url = routingUrl();
                }
                default -> throw reader.unexpected();
            }
        } while (!modify && reader.acceptSign(","));
        reader.expectSign(")");
        return new PrimaryRole(allowed, list, url);
    }

    private SecondaryRole secondaryRole() throws DdlRejection {
        AllowConnections allowed = null;
        String url = null;
        Set<String> seen = new HashSet<>();
        reader.expectSign("(");
        do {
            String option = roleOption(seen);
            switch (option) {
                case "ALLOW_CONNECTIONS" -> {
                    reader.expectSet(option);
                    allowed = reader.oneOf(AllowConnections.NO, AllowConnections.READ_ONLY, AllowConnections.ALL);
                }
                case "READ_ONLY_ROUTING_URL" -> {
                    reader.expectSet(option);
                    url = routingUrl();
                }
                default -> throw reader.unexpected();
            }
        } while (!modify && reader.acceptSign(","));
        reader.expectSign(")");
        return new SecondaryRole(allowed, url);
    }

    private String roleOption(Set<String> seen) throws DdlRejection {
        String option = reader.peek().word();
        if (!seen.add(option)) {
            throw reader.invalidUse(option, statement);
        }
        return option;
    }

    /** NONE takes a routing back, which is said of a replica that is there. */
    private String routingUrl() throws DdlRejection {
        if (modify && reader.since(SqlVersion.V2025) && reader.accept("NONE")) {
            return "";
        }
        Token token = reader.peek();
        String url = reader.string();
        if (url.isEmpty()) {
            throw new DdlRejection(102, 15, 1, token.line(), "Incorrect syntax near a literal.");
        }
        return url;
    }

    private List<List<String>> routingList() throws DdlRejection {
        List<List<String>> sets = new ArrayList<>();
        reader.expectSign("(");
        do {
            if (reader.acceptSign("(")) {
                List<String> set = new ArrayList<>();
                do {
                    set.add(reader.string());
                } while (reader.acceptSign(","));
                reader.expectSign(")");
                sets.add(set);
            } else {
                sets.add(List.of(reader.string()));
            }
        } while (reader.acceptSign(","));
        reader.expectSign(")");
        return sets;
    }
}
